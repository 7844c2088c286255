package dev.sku.app.link;

import java.nio.file.Path;

/// A run as its link knows it.
///
/// @param folder on this computer
/// @param live some process works on it now
public record RunHandle(String name, Path folder, boolean live) {}
