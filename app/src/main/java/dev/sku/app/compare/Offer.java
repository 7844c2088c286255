package dev.sku.app.compare;

import dev.sku.protocol.SideSpec;
import org.jspecify.annotations.Nullable;

/// A model that a side can be.
///
/// @param name as it is listed
/// @param isBase a model before unlearning, which wears the base's colour
/// @param template around the prompts that its run was trained on; null where it is of no run, or of one not looked at yet
public record Offer(String name, SideSpec spec, boolean isBase, @Nullable String template) {
    /// A folder that was chosen: what lies there, and what it was trained with, is told where it lies.
    public static Offer folder(String name, String at) {
        return new Offer(name, new SideSpec(name, at, null, null), false, null);
    }

    /// A model as it is.
    public static Offer base(String name, String at) {
        return new Offer(name, new SideSpec(name, at, null, null), true, null);
    }

    /// The same at a λ of its own.
    public Offer at(double lambda) {
        return new Offer(
                name, new SideSpec(spec.name(), spec.at(), spec.base(), lambda), isBase, template);
    }
}
