package dev.sku.protocol;

import java.util.List;

/// What a comparison's process says, in the order it happens. The number is that of the request.
public sealed interface SessionReply {
    /// The request it belongs to; 0 for none.
    default long id() {
        return 0;
    }

    /// @param version of the program
    /// @param pid its process
    record Hello(int protocol, String nonce, String version, long pid) implements SessionReply {}

    /// The answer to a ping.
    record Alive() implements SessionReply {}

    /// There is no node to work on yet; it begins by itself when there is.
    record Waits() implements SessionReply {}

    record Opened(long id, List<SideFacts> sides) implements SessionReply {}

    /// A prompt goes to the sides.
    ///
    /// @param text exactly what the first side reads, before special tokens
    /// @param tokens with special ones
    record Asked(long id, int prompt, String text, int tokens) implements SessionReply {}

    /// More of a reply.
    ///
    /// @param tokens so far
    record Piece(long id, int side, String text, int tokens) implements SessionReply {}

    record LambdaChanged(int side, double lambda) implements SessionReply {}

    /// A reply to a single prompt is whole, and its class is known; how surprised the base is comes with [Answered], when the
    /// other sides have ended too.
    record Ended(long id, SideReply reply) implements SessionReply {}

    /// A reply is whole, and judged.
    record Answered(long id, int prompt, SideReply reply) implements SessionReply {}

    record TokensCompared(long id, List<TokenDifference> tokens) implements SessionReply {}

    /// The request is done.
    record Done(long id, boolean cancelled, double seconds) implements SessionReply {}

    /// The request could not be done.
    record Failed(long id, Problem problem) implements SessionReply {}
}
