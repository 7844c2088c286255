package dev.sku.protocol;

/// The base model: a folder in Hugging Face layout.
public record ModelRef(String folder) {}
