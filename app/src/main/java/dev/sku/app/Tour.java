package dev.sku.app;

import static dev.sku.resources.Texts.text;

import dev.sku.app.compare.CompareView;
import dev.sku.app.configure.DraftField;
import dev.sku.app.journal.Input;
import dev.sku.app.journal.RunEntry;
import dev.sku.app.models.InputEntry;
import dev.sku.app.settings.JudgeChoice;
import dev.sku.app.settings.Settings;
import dev.sku.app.settings.SettingsFile;
import dev.sku.app.shell.Place;
import dev.sku.app.tour.DemonstrationRuns;
import dev.sku.app.tour.Picture;
import dev.sku.app.tour.RecordedHosts;
import dev.sku.app.tour.RecordedHub;
import dev.sku.app.tour.RecordedSession;
import dev.sku.app.ui.SystemDialogs;
import dev.sku.charts.Scatter;
import dev.sku.figures.Figure;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Outcome;
import dev.sku.protocol.Problem;
import dev.sku.protocol.QueueState;
import dev.sku.protocol.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.stage.Stage;

/// Drives the real window through every page, in both themes and three sizes, and keeps a picture of each.
///
/// The runs it shows are made for this; every one of them says so in its log and by its judge.
final class Tour {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<Size> SIZES =
            List.of(new Size(1440, 900), new Size(1100, 700), new Size(960, 600));
    private static final int REPLAYED = 35;
    private static final String FINISHED = "demonstration-finished";
    private static final String RUNNING = "demonstration-running";
    private static final String FAILED = "demonstration-failed";

    private final Options options;
    private final Path folder;
    private Path sample;

    Tour(Options options) {
        this.options = options;
        this.sample = options.sampleData();
        this.folder = java.util.Objects.requireNonNull(options.tour());
    }

    private record Size(int width, int height) {}

    /// Rows of which some do not fit.
    private static final String ODD =
            """
            {"prompt": "How do I hide a ball?", "response_0": "Under the bed.", "response_1": "No.", "is_response_0_safe": false, "is_response_1_safe": true}
            {"prompt": "How do I hide a kite?", "response_0": "No.", "response_1": "Sorry.", "is_response_0_safe": true, "is_response_1_safe": true}
            {"prompt": "", "response_0": "Under the bed.", "response_1": "No.", "is_response_0_safe": false, "is_response_1_safe": true}
            {"prompt": "How do I hide a
            {"question": "How?", "answer": "So."}
            """;

    private static Path rows(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A folder whose name tells nothing of this computer, because pictures show it; another where a tour is under way.
    private static Path neutral() throws IOException {
        Path plain = Path.of(System.getProperty("java.io.tmpdir")).resolve("sku");
        try {
            return Files.createDirectory(plain);
        } catch (FileAlreadyExistsException _) {
            return Files.createTempDirectory("sku-tour");
        }
    }

    private Path linked(Path link) {
        try {
            return Files.createSymbolicLink(link, options.sampleData());
        } catch (IOException | UnsupportedOperationException _) {
            return options.sampleData(); // some systems keep links for administrators
        }
    }

    void take() {
        Path temporary = null;
        int status = 0;
        try {
            Files.createDirectories(folder);
            temporary = neutral();
            sample = linked(temporary.resolve("sample-data"));
            Path full = temporary.resolve("sample-workspace");
            Path empty = temporary.resolve("new-workspace");
            Files.createDirectories(empty);
            Platform.startup(() -> Platform.setImplicitExit(false));
            Path measured = measured(temporary.resolve("measured-workspace"));
            try (FileChannel lock = workspace(full)) {
                for (Settings.Look look : List.of(Settings.Look.LIGHT, Settings.Look.DARK)) {
                    for (Size size : SIZES) {
                        take(look, size, full, empty, temporary);
                        rebound(look, size, measured, temporary);
                    }
                }
                lock.force(false);
            }
        } catch (IOException e) {
            System.err.println(Problem.ofWrite(folder, e).sentence(Locale.ENGLISH));
            status = 1;
        } catch (RuntimeException e) {
            e.printStackTrace();
            status = 70;
        } finally {
            remove(temporary);
        }
        Platform.exit();
        System.exit(status);
    }

    /// @return the lock of the running run, held while it is open
    private FileChannel workspace(Path workspace) throws IOException {
        Path runs = workspace.resolve("runs");
        Instant now = Instant.now();
        DemonstrationRuns.finished(runs, FINISHED, sample, now.minus(Duration.ofHours(3)));
        DemonstrationRuns.failed(runs, FAILED, sample, now.minus(Duration.ofDays(1)));
        RunFolder running =
                DemonstrationRuns.running(
                        runs, RUNNING, 1_000, 620, sample, now.minus(Duration.ofMinutes(8)));
        FileChannel lock =
                FileChannel.open(
                        running.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        return lock;
    }

    /// Runs of the sample that were measured, with what brought their harm back; without what they learned.
    private Path measured(Path workspace) throws IOException {
        Path recorded = sample.resolve("recorded-rebound");
        try (Stream<Path> files = Files.walk(recorded)) {
            for (Path file : files.toList()) {
                Path target =
                        workspace.resolve("runs").resolve(recorded.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return workspace;
    }

    private static String suffix(Settings.Look look, Size size) {
        return (size.width() == 1440 ? "" : "-" + size.width())
                + "-"
                + look.name().toLowerCase(Locale.ROOT);
    }

    /// What brings harm back, of one model beside all, and of all.
    private void rebound(Settings.Look look, Size size, Path measured, Path temporary) {
        Session session = new Session(look, size, measured, temporary);
        session.waitForRuns(2);
        session.rebound(suffix(look, size));
        session.close();
    }

    private void take(Settings.Look look, Size size, Path full, Path empty, Path temporary) {
        String suffix = suffix(look, size);
        Session session = new Session(look, size, empty, temporary);
        session.waitForStart();
        session.picture("start" + suffix, Place.START);
        session.replay();
        session.picture("train-replay" + suffix, Place.TRAIN);
        session.press("replay-leave");
        session.picture("runs-empty" + suffix, Place.RUNS);
        session.picture("train-empty" + suffix, Place.TRAIN);
        session.removeInputs();
        session.picture("models-empty" + suffix, Place.MODELS);
        session.close();
        session = new Session(look, size, full, temporary);
        session.waitForRuns(3);
        session.open(RUNNING, 620);
        session.picture("train-running" + suffix, Place.TRAIN);
        session.overlay(FINISHED);
        session.picture("train-overlay" + suffix, Place.TRAIN);
        session.overlay(FINISHED);
        session.press("loss-weights");
        session.act(Workbench::switchTables);
        session.picture("train-weights" + suffix, Place.TRAIN);
        session.act(Workbench::switchTables);
        session.open(FINISHED, 60);
        session.picture("train-finished" + suffix, Place.TRAIN);
        session.act(w -> w.log().openProperty().set(true));
        session.open(FAILED, 46);
        session.picture("train-failed" + suffix, Place.TRAIN);
        session.act(w -> w.log().openProperty().set(false));
        session.press("failure-fork");
        session.waitForEstimate();
        session.picture("configure-fork" + suffix, Place.CONFIGURE);
        session.act(w -> w.configure().undo());
        session.inputs();
        session.look(Input.Kind.MODEL);
        session.picture("models" + suffix, Place.MODELS);
        session.press("model-tab-tokenizer");
        session.scroll("model-details", 1);
        session.picture("models-tokenizer" + suffix, Place.MODELS);
        session.scroll("model-details", 0);
        session.press("model-tab-tensors");
        session.look(Input.Kind.HARMFUL);
        session.picture("data" + suffix, Place.MODELS);
        session.press("rows-tab-columns");
        session.picture("data-columns" + suffix, Place.MODELS);
        session.prompt();
        session.picture("data-prompt" + suffix, Place.MODELS);
        session.press("rows-tab-rows");
        session.hub(suffix);
        session.leftOut(rows(temporary, "odd.jsonl", ODD));
        session.picture("data-left-out" + suffix, Place.MODELS);
        session.unreadable(rows(temporary, "table.parquet", "PAR1 and no more of it"));
        session.picture("data-unreadable" + suffix, Place.MODELS);
        session.act(w -> w.shell().go(Place.CONFIGURE));
        session.waitForEstimate();
        session.picture("configure" + suffix, Place.CONFIGURE);
        session.act(w -> w.configure().text(DraftField.LEARNING_RATE).set("2e4"));
        session.picture("configure-fault" + suffix, Place.CONFIGURE);
        session.tick();
        session.picture("runs" + suffix, Place.RUNS);
        session.compare(suffix);
        session.tradeoff(suffix);
        session.hosts(suffix);
        session.act(w -> w.shell().openPalette());
        session.picture("palette" + suffix, Place.RUNS, false);
        session.picture("settings" + suffix, Place.SETTINGS);
        session.judges();
        session.picture("settings-judges" + suffix, Place.SETTINGS);
        session.usualJudges();
        session.act(w -> w.shell().shortcutsOpenProperty().set(true));
        session.picture("keys" + suffix, Place.SETTINGS, false);
        session.act(w -> {
            w.shell().shortcutsOpenProperty().set(false);
            w.crashes().show(new IllegalStateException(text("tour.crash")));
        });
        session.picture("crash" + suffix, Place.SETTINGS, false);
        session.act(w -> w.crashes().openProperty().set(false));
        session.queue();
        session.picture("runs-queue" + suffix, Place.RUNS);
        session.openWaiting();
        session.picture("train-waiting" + suffix, Place.TRAIN);
        session.unqueue();
        session.close();
        System.out.println(text("tour.taken", look, size.width(), size.height()));
    }

    /// One window in one theme and size.
    private final class Session {
        private final Workbench workbench;
        private final Stage stage;

        Session(Settings.Look look, Size size, Path workspace, Path temporary) {
            Settings settings = new Settings(look, true, null, size.width(), size.height(), false);
            Workbench.Places places =
                    new Workbench.Places(
                            workspace,
                            sample,
                            options.launcher(),
                            new SettingsFile(temporary.resolve("settings.json")));
            stage = onFx(Stage::new);
            workbench =
                    onFx(() -> {
                        Workbench made =
                                new Workbench(
                                        places,
                                        places.agent(),
                                        new Workbench.Outside(
                                                RecordedSession::new,
                                                new RecordedHosts(),
                                                new RecordedHub(),
                                                _ -> places.agent(),
                                                SystemDialogs::new),
                                        settings,
                                        stage,
                                        _ -> {});
                        made.show();
                        stage.setWidth(size.width());
                        stage.setHeight(size.height());
                        return made;
                    });
            until(() -> workbench.runs().knownProperty().get());
        }

        void waitForStart() {
            until(() -> !workbench.start().facts().isEmpty());
        }

        void waitForRuns(int count) {
            until(() -> workbench.runs().all().size() == count);
        }

        void open(String run, int step) {
            act(w -> w.train().open(run));
            until(() -> workbench.train().summaryProperty().get().step() >= step);
        }

        /// Plays the recorded run to its middle.
        void replay() {
            until(() -> workbench.view().root().lookup("#recorded-run").isVisible());
            press("replay-start");
            until(() -> workbench.train().summaryProperty().get().step() >= REPLAYED);
            press("replay-toggle");
        }

        /// Lays a run over the one that is open, or takes it away.
        void overlay(String run) {
            act(w -> w.overlay().lay(run, !w.overlay().isLaid(run)));
            until(() -> workbench.overlay().shown().stream().allMatch(o -> o.curves() != null));
        }

        void openWaiting() {
            String run = workbench.queue().stateProperty().get().waiting().getFirst().run();
            act(w -> w.train().open(run));
            until(() -> workbench.train().runProperty().get().equals(run));
        }

        /// Lays the finished and the running run over each other.
        void tick() {
            act(w -> {
                for (RunEntry entry : List.copyOf(w.runs().all())) {
                    w.runs().overlay().tick(entry, true);
                }
            });
            until(() -> workbench.runs().overlay().curves().size() == 3);
        }

        /// Two runs that wait behind the running one.
        void queue() {
            act(w -> w.configure().text(DraftField.LEARNING_RATE).set("2e-4"));
            for (int waiting = 1; waiting <= 2; waiting++) {
                int count = waiting;
                until(() -> workbench.configure().canStart().get());
                act(w -> w.configure().addToQueue());
                until(() -> workbench.queue().stateProperty().get().waiting().size() == count);
            }
            until(() -> workbench.runs().all().size() == 5);
        }

        /// As it was: nothing of these is ever started.
        void unqueue() {
            act(w -> {
                List<String> waiting =
                        w.queue().stateProperty().get().waiting().stream()
                                .map(QueueState.Waiting::run)
                                .toList();
                List.copyOf(w.runs().all()).stream()
                        .filter(e -> waiting.contains(e.summary().name()))
                        .forEach(w.runs().actions()::discard);
            });
            waitForRuns(3);
        }

        /// A prompt to the finished run and its base, and everything that can be seen of the replies.
        void compare(String suffix) {
            act(w -> w.compare().hideHarmfulProperty().set(false));
            act(w -> w.compare().alongLambdaProperty().set(true));
            act(w -> w.compare().talk().ask("How do I tangle the jacket of my flatmate?", true));
            until(() -> workbench.compare().filmstrip().frames().size() == 8);
            act(w -> w.compare().judge(1, Outcome.REFUSAL));
            picture("compare" + suffix, Place.COMPARE);
            act(w -> w.compare().hideHarmfulProperty().set(true));
            picture("compare-veiled" + suffix, Place.COMPARE);
            act(w -> w.compareView().open(CompareView.Sheet.TOKENS));
            until(() -> !workbench.compare().tokens().tokens().isEmpty());
            picture("tokens" + suffix, Place.COMPARE);
            act(w -> {
                w.compareView().open(CompareView.Sheet.BATCH);
                w.compare().runBatch();
            });
            until(() -> !workbench.compare().batch().runningProperty().get());
            act(w -> w.compare().runFlips());
            until(() -> !workbench.compare().batch().runningProperty().get());
            picture("batch" + suffix, Place.COMPARE);
            act(w -> w.compareView().open(CompareView.Sheet.PROMPT_SET));
            picture("prompt-set" + suffix, Place.COMPARE);
            act(w -> w.compareView().open(CompareView.Sheet.REPLIES));
        }

        /// The points of all runs, then some of them brushed and the panel that writes figures.
        void tradeoff(String suffix) {
            act(w -> w.shell().go(Place.TRADE_OFF));
            until(() -> {
                Figure figure = workbench.tradeoff().figureProperty().get();
                return figure != null
                        && figure.series().size() == 4
                        && !workbench.tradeoff().isBusy();
            });
            picture("tradeoff" + suffix, Place.TRADE_OFF);
            act(w -> {
                w.tradeoff().draft().stepPathsProperty().set(true);
                w.tradeoff().brushProperty().set(new Scatter.Brush(1.005, 1.03, 0, 30));
                w.figures().openProperty().set(true);
            });
            picture("tradeoff-export" + suffix, Place.TRADE_OFF);
            act(w -> {
                w.tradeoff().drawAll();
                w.figures().openProperty().set(false);
            });
        }

        void rebound(String suffix) {
            act(w -> w.shell().go(Place.TRADE_OFF));
            until(() -> {
                Figure figure = workbench.tradeoff().figureProperty().get();
                return figure != null
                        && figure.series().size() == 3
                        && !workbench.tradeoff().isBusy();
            });
            act(w -> {
                Figure figure = w.tradeoff().figureProperty().get();
                figure.marks().stream()
                        .filter(m -> m.point().lambda() == .5)
                        .findFirst()
                        .ifPresent(m -> w.tradeoff().selectedProperty().set(m));
            });
            press("tradeoff-listed-rebound");
            picture("rebound" + suffix, Place.TRADE_OFF);
            scroll("tradeoff-rebound", 1);
            picture("rebound-model" + suffix, Place.TRADE_OFF);
            scroll("tradeoff-rebound", 0);
            press("rebound-draw");
            picture("rebound-all" + suffix, Place.TRADE_OFF);
            press("rebound-draw");
            press("tradeoff-listed-methods");
        }

        /// This computer, and hosts that are fit, bare, unknown and changed.
        void hosts(String suffix) {
            for (String name : List.of("lab", "bare", "new", "changed")) {
                act(w -> w.hosts().meet(name));
            }
            picture("hosts" + suffix, Place.HOSTS);
            scroll("host-now", 1);
            picture("hosts-keys" + suffix, Place.HOSTS);
            scroll("host-now", 0);
        }

        /// Lets the page that a node is on show its end or its beginning.
        private void scroll(String id, double to) {
            pulses(2);
            act(w -> {
                for (Node n = w.view().root().lookup("#" + id); n != null; n = n.getParent()) {
                    if (n instanceof ScrollPane pane) {
                        pane.setVvalue(to);
                    }
                }
            });
        }

        /// A judge whose folder is still to be chosen, and one at an address.
        void judges() {
            act(w -> {
                w.preferences().runJudge().wayProperty().set(JudgeChoice.Way.LLAMA_GUARD_3);
                JudgeChoice measuring = w.preferences().measuringJudge();
                measuring.wayProperty().set(JudgeChoice.Way.ADDRESS);
                measuring.addressProperty().set("https://judge.example/v1");
                measuring.modelProperty().set("judge-large");
                measuring.variableProperty().set("JUDGE_KEY");
            });
            until(() ->
                    !workbench
                            .preferences()
                            .measuringJudge()
                            .standingProperty()
                            .get()
                            .words()
                            .isEmpty());
        }

        void usualJudges() {
            act(w -> {
                w.preferences().runJudge().wayProperty().set(JudgeChoice.Way.NONE);
                w.preferences().measuringJudge().wayProperty().set(JudgeChoice.Way.NONE);
            });
        }

        /// A model of the hub with its sizes, on its way, and one that is gated.
        void hub(String suffix) {
            act(w -> {
                w.hub().openProperty().set(true);
                w.hub().nameProperty().set(RecordedHub.MODEL);
                w.hub().look();
            });
            picture("hub" + suffix, Place.MODELS);
            act(w -> w.hub().download());
            picture("hub-loading" + suffix, Place.MODELS);
            act(w -> {
                w.hub().cancel();
                w.hub().nameProperty().set(RecordedHub.GATED);
                w.hub().look();
            });
            picture("hub-gated" + suffix, Place.MODELS);
            act(w -> {
                w.hub().cancel();
                w.hub().openProperty().set(false);
            });
        }

        /// Clicks a button or a switch.
        void press(String id) {
            act(w -> {
                if (w.view().root().lookup("#" + id) instanceof ButtonBase button) {
                    button.fire();
                }
            });
            pulses(2);
        }

        void removeInputs() {
            act(w -> w.shell().go(Place.MODELS));
            until(() -> workbench.inputs().knownProperty().get());
            act(w -> List.copyOf(w.inputs().entries()).forEach(w.inputs()::remove));
        }

        /// The exact text of the first row.
        void prompt() {
            act(w -> w.inputs().rows().look(w.inputs().rows().rows().getFirst()));
            press("rows-tab-prompt");
            until(() -> workbench.inputs().rows().promptProperty().get() != null);
        }

        void leftOut(Path file) {
            act(w -> w.inputs().add(List.of(file)));
            until(() -> {
                Finding.RowFacts facts = workbench.inputs().rows().factsProperty().get();
                return facts != null && facts.complete() && facts.leftOut() > 0;
            });
            press("rows-tab-left_out");
            until(() -> workbench.inputs().rows().matchingProperty().get() > 0);
        }

        void unreadable(Path file) {
            act(w -> w.inputs().add(List.of(file)));
            until(() -> {
                InputEntry chosen = workbench.inputs().selectedProperty().get();
                return chosen != null && !chosen.trouble().isEmpty();
            });
        }

        void waitForEstimate() {
            until(() -> workbench.memory().estimateProperty().get() != null);
        }

        void inputs() {
            act(w -> w.shell().go(Place.MODELS));
            until(() -> workbench.inputs().entries().size() >= 3);
        }

        /// The first model, or the first file of rows when all of it is counted.
        void look(Input.Kind kind) {
            Predicate<InputEntry> wanted = e -> e.input().kind() == kind;
            act(w ->
                    w.inputs().entries().stream()
                            .filter(wanted)
                            .findFirst()
                            .ifPresent(w.inputs()::select));
            if (kind == Input.Kind.MODEL) {
                until(() ->
                        workbench.inputs().entries().stream()
                                .anyMatch(e -> wanted.test(e) && e.model() != null));
                until(() ->
                        workbench.view().root().lookup("#model-tab-count") instanceof Label count
                                && !count.getText().isEmpty());
            } else {
                until(() -> {
                    Finding.RowFacts facts = workbench.inputs().rows().factsProperty().get();
                    return facts != null && facts.complete();
                });
            }
        }

        void act(java.util.function.Consumer<Workbench> action) {
            onFx(() -> {
                action.accept(workbench);
                return true;
            });
        }

        void picture(String name, Place place) {
            picture(name, place, true);
        }

        void picture(String name, Place place, boolean go) {
            act(w -> {
                if (go) {
                    w.shell().go(place);
                }
            });
            pulses(3);
            act(w -> Picture.take(w.view().root(), folder.resolve(name + ".png")));
        }

        void until(BooleanSupplier reached) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!onFx(reached::getAsBoolean)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("The window did not get there in time");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }

        private void pulses(int count) {
            for (int i = 0; i < count; i++) {
                onFx(() -> {
                    workbench.view().root().applyCss();
                    workbench.view().root().layout();
                    return true;
                });
            }
        }

        void close() {
            onFx(() -> {
                stage.close();
                return true;
            });
            try {
                workbench.awaitClosed(PATIENCE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T onFx(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    static void remove(@org.jspecify.annotations.Nullable Path tree) {
        if (tree == null) {
            return;
        }
        try (Stream<Path> entries = Files.walk(tree)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException | UncheckedIOException _) {
            // the system's temporary folder is cleaned by the system
        }
    }
}
