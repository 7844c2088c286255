package dev.sku.runtime.bench;

import java.util.Map;

/// What two sides of one base cost. A token of two sides is one of each.
///
/// @param cpuSeconds a token's
/// @param wallSeconds a token's
/// @param overBase CPU time of both sides over that of the base alone, round by round
/// @param overUnlearned CPU time of both sides over that of the unlearned side alone
/// @param leastOverBase the least CPU time of both sides in any round over the base's: what other work disturbs least
/// @param wallOverBase `overBase` of wall time
/// @param lambdaSeconds from a change of λ in the middle of a reply to the next token, which is of the new λ
/// @param baseBytes resident when the base is loaded and has replied
/// @param sidesBytes resident when both sides have replied
/// @param changedBytes resident after all changes of λ
public record SidesFigures(
        long parameters,
        Map<Arrangement, Spread> cpuSeconds,
        Map<Arrangement, Spread> wallSeconds,
        Spread overBase,
        Spread overUnlearned,
        double leastOverBase,
        Spread wallOverBase,
        Spread lambdaSeconds,
        long baseBytes,
        long sidesBytes,
        long changedBytes) {
    /// Who replies.
    enum Arrangement {
        BASE,
        UNLEARNED,
        BOTH
    }
}
