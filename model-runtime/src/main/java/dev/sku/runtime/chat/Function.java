package dev.sku.runtime.chat;

/// What a template can call.
@FunctionalInterface
interface Function {
    Object call(Arguments arguments);
}
