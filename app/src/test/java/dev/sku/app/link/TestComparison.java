package dev.sku.app.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.compare.CompareViewModel;
import dev.sku.app.compare.DeviceChoice;
import dev.sku.app.compare.Library;
import dev.sku.app.compare.Offer;
import dev.sku.app.compare.Records;
import dev.sku.app.compare.TemplateChoice;
import dev.sku.app.journal.Exchange;
import dev.sku.app.shell.Notices;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.Sampling;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.SpecFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The window's side of a comparison between the shipped sample model and a short run of it, without a window: what is for
/// its thread is done while a test waits.
public final class TestComparison implements AutoCloseable {
    public static final String QUESTION = "How do I smash the skateboard of my coach?";

    /// Long enough that something can happen meanwhile: hot draws hardly ever end by themselves.
    public static final Sampling LONG = new Sampling(5, 0, 1, 1, 3, 100, List.of());

    private static final Path SAMPLE = Path.of("..", "sample-data").toAbsolutePath().normalize();

    private final LinkedBlockingQueue<Runnable> window = new LinkedBlockingQueue<>();
    private final List<Exchange> kept = new ArrayList<>();
    private final CompareViewModel model;

    /// @param starter of the process that compares
    /// @param run that [#shortRun] has prepared and somebody has run
    public TestComparison(SessionLink.Starter starter, Path run) {
        model =
                new CompareViewModel(
                        starter,
                        new DeviceChoice(new FakeLink(), window::add),
                        new TemplateChoice(new FakeLink(), window::add),
                        new Records(List::of, kept::add, Clock.systemUTC()),
                        new Library(Path.of("nowhere"), Path.of("nowhere")),
                        new Notices(),
                        new Random(3),
                        Runnable::run,
                        window::add);
        String base = SAMPLE.resolve("opt").toString();
        SideSpec side = new SideSpec("short", run.toString(), base, 3.0);
        model.choice().offer(List.of(new Offer("short", side, false, DataSpec.SKU_TEMPLATE)));
    }

    /// A run of the sample that takes seconds, and whose model says other things than the base.
    public static Path shortRun(Path run) {
        String json =
                """
                {"preset": "sample", "name": "short", "acquisition": {"steps": 8},
                 "optimizer": {"learningRate": 4e-3}, "negation": {"sweep": []},
                 "evaluation": {"everySteps": 0, "harmfulPrompts": 1, "normalRows": 1, "maxNewTokens": 2}}
                """;
        RunFolder.createAt(run, SpecFile.read(json, run, "test", SAMPLE));
        return run;
    }

    public CompareViewModel model() {
        return model;
    }

    /// What the store was given.
    public List<Exchange> kept() {
        return List.copyOf(kept);
    }

    /// Something for the window's thread.
    public void later(Runnable work) {
        window.add(work);
    }

    /// Does what comes for the window's thread until something is so.
    public void until(BooleanSupplier reached) throws InterruptedException {
        while (!reached.getAsBoolean()) {
            Runnable next = window.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("the session said nothing for a minute").isNotNull();
            Objects.requireNonNull(next).run();
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
