package dev.sku.runtime.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of a template that writes text or changes what names stand for.
sealed interface Statement {
    record Text(String text) implements Statement {}

    record Output(Expression value) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise) implements Statement {}

    record Branch(Expression test, List<Statement> body) {}

    /// @param only items for which this holds
    /// @param otherwise where no turn came to its end
    record For(
            int line,
            Target target,
            Expression over,
            @Nullable Expression only,
            List<Statement> body,
            List<Statement> otherwise)
            implements Statement {}

    record Set(int line, Target target, Expression value) implements Statement {}

    /// A name for the text of a block.
    ///
    /// @param value of the [Expression.Captured] text
    record SetBlock(int line, Target target, Expression value, List<Statement> body)
            implements Statement {}

    record With(int line, List<Binding> bindings, List<Statement> body) implements Statement {}

    record Binding(Target target, Expression value) {}

    record Macro(int line, Signature signature, List<Statement> body) implements Statement {}

    /// Calls a macro that can ask for the body's text by `caller()`.
    record CallBlock(Expression.Call call, Signature caller, List<Statement> body)
            implements Statement {}

    /// @param value of the [Expression.Captured] text
    record FilterBlock(Expression value, List<Statement> body) implements Statement {}

    /// Marks what the assistant says; writes it.
    record Generation(List<Statement> body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}

    /// @param caller whether the body asks for it, as for the others
    record Signature(
            String name,
            List<Parameter> parameters,
            boolean caller,
            boolean varargs,
            boolean kwargs) {}

    record Parameter(String name, @Nullable Expression otherwise) {}

    /// What a value is given to.
    sealed interface Target {
        record Name(String name) implements Target {}

        /// A namespace's attribute.
        record Attribute(String namespace, String name) implements Target {}

        record Several(List<Target> targets) implements Target {}
    }
}
