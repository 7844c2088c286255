package dev.sku.protocol;

/// What the memory of a side follows from, told by its files' headers alone.
///
/// @param base folder of its base; sides of the same one share its copy
/// @param adapters elements of its low-rank adapters; 0 without
/// @param whole elements of a task vector or of trained weights; 0 without
/// @param wholeBytes of such an element in its file
/// @param isTrained whether they are trained weights, whose difference to the base is made in memory
public record SideSize(
        String base,
        ModelShape shape,
        long adapters,
        long whole,
        int wholeBytes,
        boolean isTrained) {}
