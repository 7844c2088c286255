package dev.sku.runtime.chat;

import dev.sku.runtime.chat.Statement.Target;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs a template's statements once, writing its text.
final class Rendering {
    private final Frames frames;
    private final Budget budget;
    private final Evaluator evaluator;
    private StringBuilder out = new StringBuilder();

    /// How a statement ends.
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private Rendering(Frames frames, Budget budget) {
        this.frames = frames;
        this.budget = budget;
        this.evaluator = new Evaluator(budget);
    }

    static String text(List<Statement> template, Frames frames, Scope names, Budget budget) {
        Rendering rendering = new Rendering(frames, budget);
        rendering.frame(template, names.inner());
        return rendering.out.toString();
    }

    /// @param scope of nothing but this frame
    private Flow frame(List<Statement> body, Scope scope) {
        return run(body, frames.begin(body, scope));
    }

    private Flow run(List<Statement> body, Scope scope) {
        budget.enter();
        for (Statement statement : body) {
            budget.spend(1);
            Flow flow = run(statement, scope);
            if (flow != Flow.ON) {
                budget.leave();
                return flow;
            }
        }
        budget.leave();
        return Flow.ON;
    }

    private Flow run(Statement statement, Scope scope) {
        return switch (statement) {
            case Statement.Text t -> write(t.text());
            case Statement.Output o -> write(evaluator.text(o.value(), scope));
            case Statement.If i -> run(chosen(i, scope), scope);
            case Statement.For f -> Evaluator.placed(f.line(), () -> loop(f, scope));
            case Statement.Set s -> {
                Object value = evaluator.value(s.value(), scope);
                yield give(s.line(), s.target(), value, scope);
            }
            case Statement.SetBlock s -> {
                StringBuilder around = out;
                out = new StringBuilder();
                Flow flow = frame(s.body(), scope.inner());
                String text = out.toString();
                out = around;
                yield flow == Flow.ON
                        ? give(s.line(), s.target(), filtered(s.value(), text, scope), scope)
                        : flow;
            }
            case Statement.With w -> {
                Scope inner = scope.inner();
                for (Statement.Binding binding : w.bindings()) {
                    Object value = evaluator.value(binding.value(), scope);
                    give(w.line(), binding.target(), value, inner);
                }
                yield frame(w.body(), inner);
            }
            case Statement.Macro m -> {
                scope.set(m.signature().name(), macro(m.signature(), m.body(), scope));
                yield Flow.ON;
            }
            case Statement.CallBlock c -> call(c, scope);
            case Statement.FilterBlock f -> {
                StringBuilder around = out;
                out = new StringBuilder();
                Flow flow = frame(f.body(), scope.inner());
                String text = out.toString();
                out = around;
                yield flow == Flow.ON
                        ? write(PythonText.str(budget, filtered(f.value(), text, scope)))
                        : flow;
            }
            case Statement.Generation g -> frame(g.body(), scope.inner());
            case Statement.Break _ -> Flow.BREAK;
            case Statement.Continue _ -> Flow.CONTINUE;
        };
    }

    private Flow write(String text) {
        out.append(text);
        budget.within(out.length());
        budget.spendText(text.length());
        return Flow.ON;
    }

    private List<Statement> chosen(Statement.If branches, Scope scope) {
        for (Statement.Branch branch : branches.branches()) {
            if (evaluator.isTrue(branch.test(), scope)) {
                return branch.body();
            }
        }
        return branches.otherwise();
    }

    private Object filtered(Expression filters, String text, Scope scope) {
        Scope captured = scope.inner();
        captured.set(Evaluator.CAPTURED, text);
        return evaluator.value(filters, captured);
    }

    /// What follows `else` is run where no turn came to its end, also where the first was left by `break`: as Jinja2 does.
    private Flow loop(Statement.For loop, Scope scope) {
        Iterator<Object> items = Values.iterate(budget, evaluator.value(loop.over(), scope));
        Expression only = loop.only();
        if (only != null) {
            items =
                    new Once(budget, items)
                            .filter(item -> {
                                Scope inner = scope.inner();
                                give(loop.line(), loop.target(), item, inner);
                                return evaluator.isTrue(only, inner);
                            });
        }
        LoopState state = new LoopState(items);
        boolean ended = false;
        Flow flow = Flow.ON;
        while (flow != Flow.BREAK && state.hasNext()) {
            Scope turn = scope.inner();
            turn.set("loop", state);
            budget.spendTurn();
            give(loop.line(), loop.target(), state.next(), turn);
            flow = frame(loop.body(), turn);
            ended |= flow == Flow.ON;
        }
        return ended ? Flow.ON : frame(loop.otherwise(), scope.inner());
    }

    private Flow give(int line, Target target, Object value, Scope scope) {
        return Evaluator.placed(
                line,
                () -> {
                    give(target, value, scope);
                    return Flow.ON;
                });
    }

    private void give(Target target, Object value, Scope scope) {
        switch (target) {
            case Target.Name n -> scope.set(n.name(), value);
            case Target.Attribute a -> {
                if (!(scope.get(a.namespace()) instanceof Namespace namespace)) {
                    throw new TemplateFault("'" + a.namespace() + "' is no namespace");
                }
                namespace.attributes().put(a.name(), value);
            }
            case Target.Several s -> {
                List<Object> values = Values.items(budget, value);
                if (values.size() != s.targets().size()) {
                    throw new TemplateFault(
                            "%d values cannot be given to %d names"
                                    .formatted(values.size(), s.targets().size()));
                }
                for (int i = 0; i < values.size(); i++) {
                    give(s.targets().get(i), values.get(i), scope);
                }
            }
        }
    }

    private Flow call(Statement.CallBlock block, Scope scope) {
        Expression.Call call = block.call();
        Function caller = macro(block.caller(), block.body(), scope);
        Object text =
                Evaluator.placed(
                        call.line(),
                        () -> {
                            Object function = evaluator.value(call.function(), scope);
                            Arguments given = evaluator.arguments(call.given(), scope);
                            Map<String, Object> named = new LinkedHashMap<>(given.named());
                            named.put("caller", caller);
                            return evaluator.call(
                                    function, new Arguments(given.positional(), named));
                        });
        return write(PythonText.str(budget, text));
    }

    private Function macro(Statement.Signature signature, List<Statement> body, Scope scope) {
        return arguments -> {
            Scope inner = scope.inner();
            bind(signature, arguments, inner);
            StringBuilder around = out;
            out = new StringBuilder();
            frame(body, inner);
            String text = out.toString();
            out = around;
            return text;
        };
    }

    private void bind(Statement.Signature signature, Arguments arguments, Scope inner) {
        List<Statement.Parameter> parameters = signature.parameters();
        List<Object> given = arguments.positional();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        int known = Math.min(given.size(), parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            Statement.Parameter parameter = parameters.get(i);
            Object value = i < known ? given.get(i) : named.remove(parameter.name());
            if (value == null) {
                value =
                        parameter.otherwise() == null
                                ? new Undefined("the parameter '" + parameter.name() + "'")
                                : evaluator.value(parameter.otherwise(), inner);
            }
            inner.set(parameter.name(), value);
        }
        if (signature.caller()) {
            Object caller = named.remove("caller");
            inner.set("caller", caller == null ? new Undefined("'caller'") : caller);
        }
        if (signature.kwargs()) {
            inner.set("kwargs", DictValue.of(named));
        } else if (!named.isEmpty()) {
            throw new TemplateFault(
                    "the macro '%s' takes no '%s'"
                            .formatted(signature.name(), named.keySet().iterator().next()));
        }
        if (signature.varargs()) {
            inner.set("varargs", ListValue.tuple(given.subList(known, given.size())));
        } else if (given.size() > parameters.size()) {
            throw new TemplateFault(
                    "the macro '%s' takes %d arguments and is given %d"
                            .formatted(signature.name(), parameters.size(), given.size()));
        }
    }
}
