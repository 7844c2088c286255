package dev.sku.protocol;

/// A row that was left out.
///
/// @param line in the file, from 1
public record BadRow(String file, int line, String reason) {}
