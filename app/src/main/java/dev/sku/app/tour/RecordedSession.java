package dev.sku.app.tour;

import dev.sku.app.link.SessionLink;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Plays what a real comparison of the sample model and a run of it said, recorded as it came: for pictures and tests
/// that have no model at hand. Every request of a kind gets the recorded answer to that kind.
public final class RecordedSession implements SessionLink {
    private static final List<SessionReply> RECORDED = recorded();

    /// Numbers of the recorded requests.
    private static final long OPEN = 1;

    private static final long ONE_PROMPT = 2;
    private static final long FILMSTRIP = 3;
    private static final long TOKENS = 4;
    private static final long LIST = 5;
    private static final long FLIPS = 6;
    private static final long FORCED = 7;

    private final Listener listener;
    private final List<SessionRequest> asked = new ArrayList<>();

    public RecordedSession(Listener listener) {
        this.listener = listener;
    }

    private static List<SessionReply> recorded() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                java.util.Objects.requireNonNull(
                                        RecordedSession.class.getResourceAsStream(
                                                "comparison.ndjson")),
                                StandardCharsets.UTF_8))) {
            return lines.lines().map(l -> Wire.read(l, SessionReply.class, "recording")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void send(SessionRequest request) {
        asked.add(request);
        switch (request) {
            case SessionRequest.Open o -> play(OPEN, o.id(), 1);
            case SessionRequest.Generate g ->
                    play(
                            g.prompts().size() > 1
                                    ? LIST
                                    : g.prompts().getFirst().begun().isEmpty()
                                            ? ONE_PROMPT
                                            : FORCED,
                            g.id(),
                            g.prompts().size());
            case SessionRequest.Sweep s ->
                    play(s.prompts().size() > 1 ? FLIPS : FILMSTRIP, s.id(), s.prompts().size());
            case SessionRequest.CompareTokens c -> play(TOKENS, c.id(), 1);
            case SessionRequest.Hello _,
                    SessionRequest.Ping _,
                    SessionRequest.SetLambda _,
                    SessionRequest.Cancel _ -> {}
        }
    }

    /// @param prompts of a list; a longer one was recorded
    private void play(long recorded, long id, int prompts) {
        for (SessionReply reply : RECORDED) {
            boolean beyond = reply instanceof SessionReply.Answered a && a.prompt() >= prompts;
            if (reply.id() == recorded && !beyond) {
                listener.said(numbered(reply, id));
            }
        }
    }

    private static SessionReply numbered(SessionReply reply, long id) {
        return switch (reply) {
            case SessionReply.Hello h -> h;
            case SessionReply.Alive a -> a;
            case SessionReply.Waits w -> w;
            case SessionReply.LambdaChanged l -> l;
            case SessionReply.Opened o -> new SessionReply.Opened(id, o.sides());
            case SessionReply.Asked a ->
                    new SessionReply.Asked(id, a.prompt(), a.text(), a.tokens());
            case SessionReply.Piece p -> new SessionReply.Piece(id, p.side(), p.text(), p.tokens());
            case SessionReply.Ended e -> new SessionReply.Ended(id, e.reply());
            case SessionReply.Answered a -> new SessionReply.Answered(id, a.prompt(), a.reply());
            case SessionReply.TokensCompared t -> new SessionReply.TokensCompared(id, t.tokens());
            case SessionReply.Done f -> new SessionReply.Done(id, f.cancelled(), f.seconds());
            case SessionReply.Failed f -> new SessionReply.Failed(id, f.problem());
        };
    }

    /// Everything it was asked, in order.
    public List<SessionRequest> asked() {
        return asked;
    }

    @Override
    public void close() {}
}
