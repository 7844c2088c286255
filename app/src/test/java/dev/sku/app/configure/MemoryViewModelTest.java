package dev.sku.app.configure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.FakeLink;
import dev.sku.protocol.Companions;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.JudgeSpec;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.MemorySpec.Checkpointing;
import dev.sku.protocol.ModelShape;
import dev.sku.protocol.Precision;
import dev.sku.protocol.Presets;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.StepTokens;
import dev.sku.protocol.Trained;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.junit.jupiter.api.Test;

class MemoryViewModelTest {
    private static final ModelShape OPT_1_3B =
            new ModelShape(
                    ModelShape.Family.OPT, 24, 2048, 2048, 8192, 50272, 32, 32, 64, 2048, true, 2);

    private static final JudgeSpec JUDGE =
            new JudgeSpec.CausalLm("/models/guard", "llama-guard", .5);

    private final FakeLink link = new FakeLink();
    private final ReadOnlyObjectWrapper<RunSpec> draft =
            new ReadOnlyObjectWrapper<>(
                    Draft.with(
                            Draft.with(
                                    Presets.PAPER_OPT.spec(Path.of("sample")),
                                    "model.folder",
                                    "/models/opt"),
                            "device",
                            "cpu"));

    private Companions beside = Companions.NONE;

    private MemoryViewModel model(double freeGigabytes) {
        long free = (long) (freeGigabytes * 1e9);
        link.findings =
                inquiry ->
                        switch (inquiry) {
                            case Inquiry.Model _ ->
                                    new Finding.Model(
                                            "OPTForCausalLM",
                                            OPT_1_3B,
                                            new Finding.Weights(
                                                    "m",
                                                    1_315_000_000,
                                                    "float16",
                                                    2_630_000_000L,
                                                    1),
                                            50_265,
                                            null,
                                            List.of(),
                                            null);
                            case Inquiry.Devices _ ->
                                    new Finding.Devices(
                                            List.of(
                                                    new DeviceSeen(
                                                            new MemoryEstimate.Device(
                                                                    "cpu",
                                                                    free + 2_000_000_000L,
                                                                    free),
                                                            "8 cores")));
                            case Inquiry.Measuring _ -> new Finding.Measuring(beside);
                            default -> ProblemException.of(Problem.Code.READER_ENDED, "no", "log");
                        };
        MemoryViewModel made =
                new MemoryViewModel(link, draft.getReadOnlyProperty(), Runnable::run);
        made.shown(true);
        return made;
    }

    private static MemoryEstimate estimate(MemoryViewModel model) {
        return Objects.requireNonNull(model.estimateProperty().get());
    }

    @Test
    void onlyDevicesAreAskedForBeforeThePageIsShown() {
        new MemoryViewModel(link, draft.getReadOnlyProperty(), Runnable::run).refresh();

        assertThat(link.asked).containsExactly(new Inquiry.Devices());
    }

    @Test
    void theEstimateFollowsWhatIsTyped() {
        MemoryViewModel model = model(500);
        long before = estimate(model).devices().getFirst().bytes();
        draft.set(Draft.with(draft.get(), "acquisition.batch", 64));

        assertThat(estimate(model).devices().getFirst().bytes()).isGreaterThan(before);
        assertThat(MemoryViewModel.verdict(estimate(model)))
                .isEqualTo(MemoryViewModel.Verdict.FITS);
        assertThat(model.changes()).isEmpty();
    }

    @Test
    void whatUsesOfAModelNeedIsWhatDraftsOfThemWouldNeed() {
        MemoryViewModel model = model(500);
        draft.set(Draft.with(draft.get(), "evaluation.judge", JUDGE));
        Finding.Model found =
                new Finding.Model(
                        "OPTForCausalLM",
                        OPT_1_3B,
                        new Finding.Weights("m", 1_315_000_000, "float16", 2_630_000_000L, 1),
                        50_265,
                        null,
                        List.of(),
                        null);
        List<ModelNeed> needs = model.needs(found);

        assertThat(bytes(needs, ModelNeed.Use.DRAFT, ModelNeed.Way.AS_SET))
                .isEqualTo(estimate(model).devices().getFirst().bytes());
        draft.set(Draft.with(draft.get(), "trained", new Trained.Full(null, null, 0)));
        draft.set(Draft.with(draft.get(), "precision", Precision.BF16));
        assertThat(bytes(needs, ModelNeed.Use.EVERYTHING, ModelNeed.Way.BF16))
                .isEqualTo(estimate(model).devices().getFirst().bytes());
        for (ModelNeed.Use use : List.of(ModelNeed.Use.ADAPTERS, ModelNeed.Use.COMPARE)) {
            assertThat(bytes(needs, use, ModelNeed.Way.INT4))
                    .isLessThan(bytes(needs, use, ModelNeed.Way.INT8));
        }
        assertThat(bytes(needs, ModelNeed.Use.EVERYTHING, ModelNeed.Way.FP32))
                .isGreaterThan(bytes(needs, ModelNeed.Use.ADAPTERS, ModelNeed.Way.FP32));
    }

    private static long bytes(List<ModelNeed> needs, ModelNeed.Use use, ModelNeed.Way way) {
        return needs.stream()
                .filter(n -> n.use() == use && n.way() == way)
                .findFirst()
                .orElseThrow()
                .on()
                .bytes();
    }

    @Test
    void theModelsThatMeasureTheRunAreCountedAsTheRunsRefusalCountsThem() {
        beside = new Companions(OPT_1_3B, 22_000_000, 4);
        MemoryViewModel model = model(500);
        MemoryEstimate without = estimate(model);
        draft.set(Draft.with(draft.get(), "evaluation.judge", JUDGE));

        assertThat(link.asked).contains(new Inquiry.Measuring(JUDGE, null));
        assertThat(estimate(model))
                .isEqualTo(
                        MemoryEstimate.of(
                                draft.get(),
                                OPT_1_3B,
                                StepTokens.atMost(draft.get(), OPT_1_3B.maxPositions()),
                                List.of(estimate(model).devices().getFirst().device()),
                                beside));
        assertThat(judge(without)).isZero();
        assertThat(judge(estimate(model))).isGreaterThan(2_600_000_000L);
        draft.set(Draft.with(draft.get(), "evaluation.judge", new JudgeSpec.Phrases()));
        assertThat(estimate(model)).isEqualTo(without);
    }

    @Test
    void changesThatMakeItFitMakeRoomForTheJudgeToo() {
        beside = new Companions(null, 22_000_000, 4);
        draft.set(Draft.with(draft.get(), "evaluation.encoder", "/models/encoder"));
        draft.set(Draft.with(draft.get(), "precision", Precision.FP32));
        draft.set(Draft.with(draft.get(), "memory.activationCheckpointing", Checkpointing.ON));
        double needs = estimate(model(500)).devices().getFirst().bytes() / 1e9;
        MemoryViewModel model = model(needs * .8);

        assertThat(model.changes())
                .isNotEmpty()
                .allMatch(c -> c.then().fits() && judge(c.then()) > 0);
    }

    @Test
    void aJudgeThatCannotBeReadIsToldWhileTheRestIsEstimated() {
        MemoryViewModel model = model(500);
        MemoryEstimate without = estimate(model);
        link.findings = _ -> ProblemException.of(Problem.Code.FILE_MISSING, "/models/guard");
        draft.set(Draft.with(draft.get(), "evaluation.judge", JUDGE));

        assertThat(model.troubleProperty().get()).contains("/models/guard");
        assertThat(estimate(model)).isEqualTo(without);
        draft.set(Draft.with(draft.get(), "evaluation.judge", new JudgeSpec.Phrases()));
        assertThat(model.troubleProperty().get()).isEmpty();
    }

    private static long judge(MemoryEstimate of) {
        return of.devices().getFirst().parts().getOrDefault(MemoryEstimate.Part.JUDGE, 0L);
    }

    @Test
    void whatIsTooLargeOffersChangesThatFit() {
        draft.set(Draft.with(draft.get(), "precision", Precision.FP32));
        draft.set(Draft.with(draft.get(), "memory.activationCheckpointing", Checkpointing.ON));
        double needs = estimate(model(500)).devices().getFirst().bytes() / 1e9;
        MemoryViewModel model = model(needs * .8);

        assertThat(MemoryViewModel.verdict(estimate(model)))
                .isEqualTo(MemoryViewModel.Verdict.TOO_LARGE);
        assertThat(model.changes()).isNotEmpty().allMatch(c -> c.then().fits());
        draft.set(model.changes().getFirst().spec());
        assertThat(estimate(model).fits()).isTrue();
    }

    @Test
    void whatLeavesLittleIsTight() {
        double needs = estimate(model(500)).devices().getFirst().bytes() / 1e9;

        assertThat(MemoryViewModel.verdict(estimate(model(needs * 1.05))))
                .isEqualTo(MemoryViewModel.Verdict.TIGHT);
    }

    @Test
    void aDeviceThatIsNotThereIsUnknown() {
        MemoryViewModel model = model(500);
        draft.set(Draft.with(draft.get(), "device", "cuda:3"));

        assertThat(MemoryViewModel.verdict(estimate(model)))
                .isEqualTo(MemoryViewModel.Verdict.UNKNOWN);
    }

    @Test
    void aModelThatCannotBeReadSaysWhy() {
        MemoryViewModel model = model(500);
        link.findings = _ -> ProblemException.of(Problem.Code.FILE_MISSING, "/models/other");
        draft.set(Draft.with(draft.get(), "model.folder", "/models/other"));

        assertThat(model.estimateProperty().get()).isNull();
        assertThat(model.troubleProperty().get()).contains("/models/other");
    }
}
