package dev.sku.app;

import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.protocol.Event;
import dev.sku.protocol.JournalLine;
import dev.sku.protocol.JournalReader;
import dev.sku.protocol.LossTerms;
import dev.sku.protocol.Message;
import dev.sku.protocol.RunFolder;
import dev.sku.resources.Theme;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javafx.application.Platform;
import javafx.stage.Stage;

/// Measures the window under load (`packaging/bench/window.sh live`): a run of 100,000 steps on the page, ten more each second.
///
/// Prints how long the run took to show, the longest time the JavaFX thread did not answer, the most processor time it used
/// between two answers (what a block would be on a computer that does nothing else), and the processor time of the whole
/// process as a share of one core; the same 20 s later, when Java has compiled what it uses; then with nothing happening.
final class LiveLoad {
    private static final int STEPS = 100_000;
    private static final int SECONDS = 20;

    private LiveLoad() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("live-load");
        RunFolder run =
                DemonstrationRuns.running(
                        folder.resolve("runs"),
                        "load",
                        STEPS + 10_000,
                        STEPS,
                        folder,
                        Instant.now());
        long seq = JournalReader.read(run.events(), 1).getLast().seq();
        Theme.loadFonts();
        try (FileChannel lock =
                        FileChannel.open(
                                run.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileChannel journal = FileChannel.open(run.events(), StandardOpenOption.APPEND)) {
            lock.lock();
            CountDownLatch shown = new CountDownLatch(1);
            long begin = System.nanoTime();
            Platform.startup(() -> {
                Workbench.Places places =
                        new Workbench.Places(
                                folder,
                                folder,
                                Path.of("..", "packaging", "sku").toAbsolutePath().normalize(),
                                new SettingsFile(folder.resolve("settings.json")));
                Workbench workbench =
                        new Workbench(
                                places,
                                places.agent(),
                                new Settings(Settings.Look.DARK, true, null, 1440, 900, false),
                                new Stage(),
                                _ -> {});
                workbench
                        .train()
                        .summaryProperty()
                        .subscribe(s -> {
                            if (s.step() >= STEPS) {
                                shown.countDown();
                            }
                        });
                workbench.show();
            });
            shown.await();
            System.out.printf(
                    "shown after %.1f s, %.1f s of processor time%n",
                    (System.nanoTime() - begin) / 1e9, cpuNanos() / 1e9);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
            int done = STEPS;
            AtomicLong worst = new AtomicLong();
            AtomicLong worstCpu = new AtomicLong();
            Thread.ofPlatform().daemon().start(() -> probe(worst, worstCpu));
            for (String round : List.of("10 steps a second", "20 s later", "nothing happens")) {
                boolean steps = !round.equals("nothing happens");
                worst.set(0);
                worstCpu.set(0);
                long cpu = cpuNanos();
                long start = System.nanoTime();
                for (int i = 0; i < SECONDS * 10; i++) {
                    if (steps) {
                        seq++;
                        Event step =
                                new Event.StepCompleted(
                                        ++done,
                                        new LossTerms(1 + .1 * Math.sin(i), 3, .5, 4.3),
                                        .9,
                                        1e-4,
                                        1_900,
                                        .1);
                        Message message = new Message(seq, Instant.now(), "load", step);
                        journal.write(java.nio.ByteBuffer.wrap(JournalLine.of(message)));
                        journal.write(java.nio.ByteBuffer.wrap(new byte[] {'\n'}));
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
                System.out.printf(
                        "%s: JavaFX thread did not answer for at most %.1f ms, was busy for at most %.1f ms,"
                                + " CPU %.1f %% of one core%n",
                        round,
                        worst.get() / 1e6,
                        worstCpu.get() / 1e6,
                        100.0 * (cpuNanos() - cpu) / (System.nanoTime() - start));
            }
        }
        System.exit(0);
    }

    /// Asks the JavaFX thread for an answer again and again, and keeps the longest it took.
    private static void probe(AtomicLong worst, AtomicLong worstCpu) {
        AtomicLong before = new AtomicLong(Long.MAX_VALUE);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (boolean go = true; go; ) {
            long asked = System.nanoTime();
            CountDownLatch answered = new CountDownLatch(1);
            Platform.runLater(() -> {
                long cpu = threads.getCurrentThreadCpuTime();
                worstCpu.accumulateAndGet(cpu - before.getAndSet(cpu), Math::max);
                answered.countDown();
            });
            try {
                go = answered.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                return;
            }
            worst.accumulateAndGet(System.nanoTime() - asked, Math::max);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
