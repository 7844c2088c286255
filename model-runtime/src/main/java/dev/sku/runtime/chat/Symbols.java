package dev.sku.runtime.chat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The names that a frame (the template, a loop's turn, a macro, a block) reads or sets, as Jinja2 settles them before anything
/// is rendered. A name that a frame sets before it reads it is the frame's own from its beginning, and not defined until it is
/// set: what stands for it outside is hidden from blocks within.
final class Symbols {
    private final @Nullable Symbols around;
    private final Map<String, Boolean> hidden = new HashMap<>();
    private final Set<String> stored = new HashSet<>();

    Symbols(@Nullable Symbols around) {
        this.around = around;
    }

    private Symbols copy() {
        Symbols copy = new Symbols(around);
        copy.hidden.putAll(hidden);
        copy.stored.addAll(stored);
        return copy;
    }

    private boolean isKnown(String name) {
        return hidden.containsKey(name) || isKnownAround(name);
    }

    private boolean isKnownAround(String name) {
        return around != null && around.isKnown(name);
    }

    void read(String name) {
        if (!isKnown(name)) {
            hidden.put(name, false);
        }
    }

    void store(String name) {
        stored.add(name);
        hidden.putIfAbsent(name, !isKnownAround(name));
    }

    void parameter(String name) {
        stored.add(name);
        hidden.put(name, false);
    }

    /// What a condition may set is not hidden: where it is not set, the name stands for what it did.
    void branches(List<java.util.function.Consumer<Symbols>> branches) {
        List<Symbols> all =
                branches.stream()
                        .map(branch -> {
                            Symbols symbols = copy();
                            branch.accept(symbols);
                            return symbols;
                        })
                        .toList();
        Set<String> before = Set.copyOf(stored);
        for (Symbols branch : all) {
            hidden.putAll(branch.hidden);
            stored.addAll(branch.stored);
        }
        stored.stream().filter(n -> !before.contains(n)).forEach(n -> hidden.put(n, false));
    }

    Set<String> hidden() {
        return hidden.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
