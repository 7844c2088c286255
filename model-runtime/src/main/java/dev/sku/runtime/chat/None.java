package dev.sku.runtime.chat;

/// Python's `None`.
enum None {
    NONE
}
