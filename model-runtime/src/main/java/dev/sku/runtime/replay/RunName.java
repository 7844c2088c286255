package dev.sku.runtime.replay;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Profile;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `MODEL.{full,lora}.{paper,reference}[.epsX]`.
///
/// @param epsilon of AdamW where the name says one
record RunName(String text, String model, boolean lora, Profile profile, @Nullable Double epsilon) {
    private static final Pattern FORM =
            Pattern.compile("(.+)\\.(full|lora)\\.(paper|reference)(?:\\.eps([0-9.eE+-]+))?");

    static RunName parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw ProblemException.of(
                    Problem.Code.PARITY_SET_INVALID,
                    "golden.json",
                    "the run name %s is not MODEL.{full,lora}.{paper,reference}[.epsX]"
                            .formatted(text));
        }
        String epsilon = matcher.group(4);
        return new RunName(
                text,
                matcher.group(1),
                matcher.group(2).equals("lora"),
                Profile.valueOf(matcher.group(3).toUpperCase(Locale.ROOT)),
                epsilon == null ? null : Double.valueOf(epsilon));
    }

    String profileName() {
        return profile.name().toLowerCase(Locale.ROOT);
    }

    /// Folder of the recorded negated model, where the set has one.
    String negatedFolder() {
        return "%s_negated_%s_%s%s"
                .formatted(
                        model,
                        lora ? "lora" : "full",
                        profileName(),
                        epsilon == null ? "" : "_eps");
    }
}
