package dev.sku.runtime.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.protocol.Problem;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SessionReply;
import dev.sku.protocol.SessionRequest;
import dev.sku.protocol.SlurmPreset;
import dev.sku.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlurmSessionTest {
    @TempDir Path folder;

    private final List<SessionReply> replies = new ArrayList<>();

    private SlurmSession session() {
        Workspace workspace = new Workspace(folder);
        new SlurmPresets(List.of(), null)
                .with(new SlurmPreset("here", null, null, null, null, null))
                .using("here")
                .write(workspace);
        return new SlurmSession(
                workspace,
                List.of("session"),
                line -> replies.add(Wire.read(line, SessionReply.class, "reply")),
                "1");
    }

    @Test
    void whatIsAskedBeforeAnySideIsOpenIsAnswered() throws IOException {
        String generate = Wire.line(new SessionRequest.Generate(3, List.of(), Sampling.greedy(5)));
        try (SlurmSession session = session()) {
            session.serve(new BufferedReader(new StringReader(generate + "\n")));
        }

        assertThat(replies)
                .containsExactly(
                        new SessionReply.Failed(
                                3, Problem.of(Problem.Code.USAGE_INVALID, "No side is open yet.")));
    }

    @Test
    void noPlaceIsTakenWhenItIsClosed() throws IOException {
        SessionRequest.Open open =
                new SessionRequest.Open(4, List.of(), "cpu", "{q}", Quantization.NONE);
        SlurmSession session = session();
        session.close();
        session.serve(new BufferedReader(new StringReader(Wire.line(open) + "\n")));

        assertThat(replies)
                .containsExactly(
                        new SessionReply.Failed(
                                4, Problem.of(Problem.Code.SESSION_LOST, "it has ended")));
    }
}
