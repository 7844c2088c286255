package dev.sku.runtime.chat;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions that every chat template can call.
final class Globals {
    private Globals() {}

    /// @param now null leaves `strftime_now` undefined
    static void set(Scope scope, @Nullable LocalDateTime now) {
        scope.set("range", (Function) Globals::range);
        scope.set("namespace", (Function) a -> new Namespace(dict("namespace", a)));
        scope.set("dict", (Function) a -> DictValue.of(dict("dict", a)));
        scope.set(
                "raise_exception",
                (Function)
                        a -> {
                            Object message = a.of("raise_exception", "message")[0];
                            throw new TemplateFault.Raised(
                                    message instanceof String s ? s : "without a message");
                        });
        if (now != null) {
            scope.set(
                    "strftime_now",
                    (Function)
                            a ->
                                    time(
                                            now,
                                            TextMethods.text(
                                                    "strftime_now",
                                                    a.of("strftime_now", "format")[0])));
        }
        for (String unknown : List.of("cycler", "joiner", "lipsum")) {
            scope.set(
                    unknown,
                    (Function)
                            _ -> {
                                throw new TemplateFault("'" + unknown + "' is not known here");
                            });
        }
    }

    private static Object range(Arguments arguments) {
        @Nullable Object[] given = arguments.unnamed("range", "start", "stop", "step");
        if (given[0] == null) {
            throw new TemplateFault("range() needs an end");
        }
        long first = whole(given[0]);
        if (given[1] == null) {
            return new Range(0, first, 1);
        }
        return new Range(first, whole(given[1]), given[2] == null ? 1 : whole(given[2]));
    }

    private static long whole(Object value) {
        if (Values.number(value) instanceof Long n) {
            return n;
        }
        throw new TemplateFault("range() needs whole numbers and is given " + Values.kind(value));
    }

    private static Map<String, Object> dict(String name, Arguments arguments) {
        Map<String, Object> all = new java.util.LinkedHashMap<>();
        if (arguments.positional().size() > 1) {
            throw new TemplateFault("'" + name + "' takes one dictionary");
        }
        for (Object given : arguments.positional()) {
            if (!(given instanceof DictValue dict)) {
                throw new TemplateFault(
                        "'" + name + "' of " + Values.kind(given) + " is not known here");
            }
            dict.entries().forEach(e -> all.put(TextMethods.text(name, e.key()), e.value()));
        }
        all.putAll(arguments.named());
        return all;
    }

    private static String time(LocalDateTime now, String format) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i++);
            if (c != '%') {
                out.append(c);
                continue;
            }
            String pattern =
                    switch (i < format.length() ? format.charAt(i++) : ' ') {
                        case 'd' -> "dd";
                        case 'm' -> "MM";
                        case 'y' -> "yy";
                        case 'Y' -> "yyyy";
                        case 'b', 'h' -> "MMM";
                        case 'B' -> "MMMM";
                        case 'a' -> "EEE";
                        case 'A' -> "EEEE";
                        case 'H' -> "HH";
                        case 'I' -> "hh";
                        case 'M' -> "mm";
                        case 'S' -> "ss";
                        case 'p' -> "a";
                        case 'j' -> "DDD";
                        case 'F' -> "yyyy-MM-dd";
                        case 'T' -> "HH:mm:ss";
                        case '%' -> "'%'";
                        default ->
                                throw new TemplateFault(
                                        "the time format '" + format + "' is not known here");
                    };
            out.append(now.format(DateTimeFormatter.ofPattern(pattern, Locale.US)));
        }
        return out.toString();
    }
}
