package dev.sku.runtime.serve;

import dev.sku.protocol.BoundedLines;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Reply;
import dev.sku.protocol.Request;
import dev.sku.protocol.Wire;
import dev.sku.runtime.runs.OwnProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The process that reads models and rows for the agent, started with the first inquiry and ended when none comes for
/// long. A tokenizer or a file that brings it down costs the inquiries of that moment; the next one starts it again.
final class InputReader implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Path log;
    private final Map<Long, CompletableFuture<Finding>> asked = new HashMap<>(); // guarded by this
    private @Nullable Process process;
    private long ids;
    private long lastAsked;

    /// @param log gets what the process says besides answers
    InputReader(Path log) {
        this.log = log;
    }

    /// @return fails with a `ProblemException`
    CompletableFuture<Finding> ask(Inquiry<?> inquiry) {
        CompletableFuture<Finding> answer = new CompletableFuture<>();
        synchronized (this) {
            lastAsked = System.nanoTime();
            long id = ++ids;
            asked.put(id, answer);
            try {
                OutputStream to = living().getOutputStream();
                String line = Wire.line(new Request.Asked(id, new Request.Inquire(inquiry)));
                to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                to.flush();
            } catch (IOException e) {
                asked.remove(id);
                answer.completeExceptionally(ended(String.valueOf(e.getMessage())));
            }
        }
        return answer;
    }

    private Process living() throws IOException {
        Process now = process;
        if (now == null || !now.isAlive()) {
            now =
                    new ProcessBuilder(OwnProgram.command("read"))
                            .directory(Workspace.home().toFile())
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            process = now;
            Process started = now;
            Thread.ofPlatform().daemon().name("input-reader").start(() -> listen(started));
        }
        return now;
    }

    private void listen(Process from) {
        String why = "its answers end";
        try {
            BoundedLines lines = new BoundedLines(from.getInputStream(), BoundedLines.REPLY_BYTES);
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                hear(Wire.read(new String(line, StandardCharsets.UTF_8), Reply.class, "reader"));
            }
            why = "exit code " + from.waitFor();
        } catch (IOException | ProblemException e) {
            why = String.valueOf(e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        from.destroyForcibly();
        over(from, why);
    }

    private void hear(Reply reply) {
        if (reply instanceof Reply.Found(long id, Finding finding)) {
            take(id).complete(finding);
        } else if (reply instanceof Reply.Refused(long id, Problem problem)) {
            take(id).completeExceptionally(new ProblemException(problem));
        }
    }

    private synchronized CompletableFuture<Finding> take(long id) {
        CompletableFuture<Finding> answer = asked.remove(id);
        return answer == null ? new CompletableFuture<>() : answer;
    }

    private void over(Process ended, String why) {
        Map<Long, CompletableFuture<Finding>> lost;
        synchronized (this) {
            if (!ended.equals(process)) {
                return; // another one has its inquiries already
            }
            process = null;
            lost = Map.copyOf(asked);
            asked.clear();
        }
        lost.values().forEach(answer -> answer.completeExceptionally(ended(why)));
    }

    private ProblemException ended(String why) {
        return ProblemException.of(Problem.Code.READER_ENDED, why, log);
    }

    /// Ends the process where nothing was asked for long.
    synchronized void endIfIdle() {
        if (asked.isEmpty() && System.nanoTime() - lastAsked > IDLE.toNanos()) {
            close();
        }
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
