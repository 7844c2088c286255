package dev.sku.runtime.chat;

import dev.sku.runtime.chat.Statement.Target;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which names each frame of a template hides, by its statements.
final class Frames {
    private final IdentityHashMap<List<Statement>, Set<String>> hidden = new IdentityHashMap<>();

    private Frames() {}

    static Frames of(List<Statement> template) {
        Frames frames = new Frames();
        frames.frame(template, new Symbols(null));
        return frames;
    }

    /// A frame's names from its beginning on.
    Scope begin(List<Statement> body, Scope scope) {
        hidden.getOrDefault(body, Set.of())
                .forEach(name -> scope.set(name, new Undefined("'" + name + "'")));
        return scope;
    }

    /// All of a frame's own statements are looked at before the frames within.
    private void frame(List<Statement> body, Symbols symbols) {
        body.forEach(s -> own(s, symbols));
        if (!body.isEmpty()) {
            hidden.put(body, symbols.hidden());
        }
        body.forEach(s -> within(s, symbols));
    }

    private static void own(Statement statement, Symbols symbols) {
        switch (statement) {
            case Statement.Text _, Statement.Break _, Statement.Continue _ -> {}
            case Statement.Generation _ -> {}
            case Statement.Output o -> read(o.value(), symbols);
            case Statement.If i -> branches(i.branches(), i.otherwise(), symbols);
            case Statement.For f -> read(f.over(), symbols);
            case Statement.Set s -> {
                read(s.value(), symbols);
                store(s.target(), symbols);
            }
            case Statement.SetBlock s -> store(s.target(), symbols);
            case Statement.With w -> w.bindings().forEach(b -> read(b.value(), symbols));
            case Statement.Macro m -> symbols.store(m.signature().name());
            case Statement.CallBlock c -> read(c.call(), symbols);
            case Statement.FilterBlock f -> read(f.value(), symbols);
        }
    }

    private static void branches(
            List<Statement.Branch> branches, List<Statement> otherwise, Symbols symbols) {
        Statement.Branch first = branches.getFirst();
        List<Statement.Branch> others = branches.subList(1, branches.size());
        read(first.test(), symbols);
        symbols.branches(
                List.of(
                        s -> first.body().forEach(b -> own(b, s)),
                        s ->
                                others.forEach(b -> {
                                    read(b.test(), s);
                                    s.branches(List.of(t -> b.body().forEach(c -> own(c, t))));
                                }),
                        s -> otherwise.forEach(b -> own(b, s))));
    }

    private void within(Statement statement, Symbols symbols) {
        switch (statement) {
            case Statement.Text _,
                    Statement.Break _,
                    Statement.Continue _,
                    Statement.Output _,
                    Statement.Set _ -> {}
            case Statement.If i -> {
                i.branches().forEach(b -> b.body().forEach(s -> within(s, symbols)));
                i.otherwise().forEach(s -> within(s, symbols));
            }
            case Statement.For f -> {
                Symbols turn = new Symbols(symbols);
                turn.parameter("loop");
                parameter(f.target(), turn);
                frame(f.body(), turn);
                frame(f.otherwise(), new Symbols(symbols));
            }
            case Statement.SetBlock s -> {
                Symbols inner = new Symbols(symbols);
                store(s.target(), inner);
                read(s.value(), inner);
                frame(s.body(), inner);
            }
            case Statement.With w -> {
                Symbols inner = new Symbols(symbols);
                w.bindings().forEach(b -> parameter(b.target(), inner));
                frame(w.body(), inner);
            }
            case Statement.Macro m -> macro(m.signature(), m.body(), symbols);
            case Statement.CallBlock c -> macro(c.caller(), c.body(), symbols);
            case Statement.FilterBlock f -> frame(f.body(), new Symbols(symbols));
            case Statement.Generation g -> frame(g.body(), new Symbols(symbols));
        }
    }

    private void macro(Statement.Signature signature, List<Statement> body, Symbols symbols) {
        Symbols inner = new Symbols(symbols);
        signature.parameters().forEach(p -> inner.parameter(p.name()));
        signature.parameters().forEach(p -> read(p.otherwise(), inner));
        frame(body, inner);
    }

    private static void store(Target target, Symbols symbols) {
        switch (target) {
            case Target.Name n -> symbols.store(n.name());
            case Target.Attribute a -> symbols.read(a.namespace());
            case Target.Several s -> s.targets().forEach(t -> store(t, symbols));
        }
    }

    private static void parameter(Target target, Symbols symbols) {
        switch (target) {
            case Target.Name n -> symbols.parameter(n.name());
            case Target.Attribute a -> symbols.read(a.namespace());
            case Target.Several s -> s.targets().forEach(t -> parameter(t, symbols));
        }
    }

    private static void read(@Nullable Expression expression, Symbols symbols) {
        switch (expression) {
            case null -> {}
            case Expression.Constant _, Expression.Captured _ -> {}
            case Expression.Name n -> symbols.read(n.name());
            case Expression.ListOf l -> l.items().forEach(e -> read(e, symbols));
            case Expression.TupleOf t -> t.items().forEach(e -> read(e, symbols));
            case Expression.DictOf d ->
                    d.pairs()
                            .forEach(p -> {
                                read(p.key(), symbols);
                                read(p.value(), symbols);
                            });
            case Expression.Attribute a -> read(a.of(), symbols);
            case Expression.Item i -> {
                read(i.of(), symbols);
                read(i.index(), symbols);
            }
            case Expression.Slice s -> {
                read(s.of(), symbols);
                read(s.start(), symbols);
                read(s.stop(), symbols);
                read(s.step(), symbols);
            }
            case Expression.Call c -> {
                read(c.function(), symbols);
                read(c.given(), symbols);
            }
            case Expression.Filtered f -> {
                read(f.of(), symbols);
                read(f.given(), symbols);
            }
            case Expression.Tested t -> {
                read(t.of(), symbols);
                read(t.given(), symbols);
            }
            case Expression.Not n -> read(n.of(), symbols);
            case Expression.Signed s -> read(s.of(), symbols);
            case Expression.Binary b -> {
                read(b.left(), symbols);
                read(b.right(), symbols);
            }
            case Expression.And a -> {
                read(a.left(), symbols);
                read(a.right(), symbols);
            }
            case Expression.Or o -> {
                read(o.left(), symbols);
                read(o.right(), symbols);
            }
            case Expression.Compared c -> {
                read(c.first(), symbols);
                c.others().forEach(o -> read(o.with(), symbols));
            }
            case Expression.Joined j -> j.parts().forEach(e -> read(e, symbols));
            case Expression.Conditional c -> {
                read(c.test(), symbols);
                read(c.then(), symbols);
                read(c.otherwise(), symbols);
            }
        }
    }

    private static void read(Expression.Given given, Symbols symbols) {
        given.positional().forEach(e -> read(e, symbols));
        given.named().values().forEach(e -> read(e, symbols));
    }
}
