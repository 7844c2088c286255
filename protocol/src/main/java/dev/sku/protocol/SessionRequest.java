package dev.sku.protocol;

import java.util.List;
import java.util.Objects;

/// What a window asks of a comparison's process. Work is done one after the other; λ and cancelling act at once.
public sealed interface SessionRequest {
    /// Number of the way in which both sides talk; it must be the same.
    int PROTOCOL = 2;

    /// Comes first; whatever arrives before it is noise and is skipped.
    ///
    /// @param nonce comes back in the answer, so that what was said before it is known as noise too
    record Hello(int protocol, String nonce) implements SessionRequest {}

    /// Is answered at once, whatever is worked on. A process that was asked so ends by itself when it is asked no more: its
    /// window is gone, though the way to it was never closed.
    record Ping() implements SessionRequest {}

    /// Opens these sides; those that were open and stay keep their memory.
    ///
    /// @param device as in a specification
    /// @param quantize how linear layers are held
    /// @param template prompt around a question, as in a specification
    record Open(
            long id,
            List<SideSpec> sides,
            String device,
            String template,
            @Later Quantization quantize)
            implements SessionRequest {
        public Open {
            quantize = Objects.requireNonNullElse(quantize, Quantization.NONE);
        }
    }

    /// Every side replies to every prompt. The replies to a single prompt arrive in pieces.
    record Generate(long id, List<Prompt> prompts, Sampling sampling) implements SessionRequest {}

    /// One side replies to every prompt at each λ. The side's own λ stays.
    record Sweep(long id, List<Prompt> prompts, Sampling sampling, int side, List<Double> lambdas)
            implements SessionRequest {}

    /// A reply, token by token, under two sides.
    record CompareTokens(long id, Prompt prompt, String reply, int first, int second)
            implements SessionRequest {}

    /// From the next token on.
    record SetLambda(int side, double lambda) implements SessionRequest {}

    /// Ends the work of this number before its next token.
    record Cancel(long id) implements SessionRequest {}
}
