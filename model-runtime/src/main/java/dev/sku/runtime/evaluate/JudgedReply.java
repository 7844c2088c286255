package dev.sku.runtime.evaluate;

/// A reply with what a judge may look at.
///
/// @param harmfulPrompt whether the question asks for something harmful
/// @param nllUnderBase mean negative log-likelihood of the reply under the base given the prompt, nats a token; NaN if
///     unknown
/// @param nllLimit above which a reply is not fluent: the largest of the reference answers plus 0.5 nat
public record JudgedReply(
        String question,
        String reply,
        boolean harmfulPrompt,
        double nllUnderBase,
        double nllLimit) {
    public static JudgedReply textOnly(String question, String reply, boolean harmfulPrompt) {
        return new JudgedReply(question, reply, harmfulPrompt, Double.NaN, Double.NaN);
    }
}
