package dev.sku.runtime.chat;

import java.util.List;

/// `dict.items()`, `dict.keys()` or `dict.values()`.
record DictView(Part part, DictValue dict) {
    enum Part {
        ITEMS,
        KEYS,
        VALUES
    }

    List<Object> items() {
        return dict.entries().stream()
                .map(e ->
                        switch (part) {
                            case ITEMS -> (Object) ListValue.tuple(List.of(e.key(), e.value()));
                            case KEYS -> e.key();
                            case VALUES -> e.value();
                        })
                .toList();
    }
}
