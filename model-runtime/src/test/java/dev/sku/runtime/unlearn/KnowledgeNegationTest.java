package dev.sku.runtime.unlearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.sku.protocol.Method;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Trained;
import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.CausalLm;
import dev.sku.runtime.model.Leaf;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.testing.Parity;
import dev.sku.runtime.testing.SmallSet;
import dev.sku.runtime.weights.AtomicFiles.Existing;
import dev.sku.runtime.weights.Dtype;
import dev.sku.runtime.weights.Safetensors;
import dev.sku.runtime.weights.SafetensorsWriter;
import dev.sku.runtime.weights.TensorData;
import dev.sku.runtime.weights.TensorEntry;
import dev.sku.runtime.weights.TensorFingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeNegationTest {
    private static final String QUERY = "model.decoder.layers.0.self_attn.q_proj.weight";
    private static final String FC1 = "model.decoder.layers.1.fc1.weight";

    @TempDir Path folder;

    @TempDir Path adapters;

    private final ModelFolder base = ModelFolder.open(SmallSet.model("opt"));

    @Test
    void aFullTaskVectorInAFileGivesTheSameBitsAsTheTrainedWeights() throws IOException {
        Path file = folder.resolve("tau.safetensors");
        try (CausalLm model = CausalLm.load(base);
                Trainee trainee = trained(model);
                TaskVector tau = TaskVector.of(trainee, Method.SKU)) {
            TaskVectorFile.write(tau, base, Method.SKU, file);
            negate(base, tau, 0.5, "direct");
        }
        try (TaskVector tau = TaskVector.read(file, base)) {
            negate(base, tau, 0.5, "from-file");
        }
        assertThat(folder.resolve("from-file/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("direct/model.safetensors"));
    }

    /// Every trained weight is the base's plus 0.25: sums of numbers below 1 with few bits more are exact to 1e-7.
    @Test
    void negatingMovesEachTrainedWeightAgainstItsTraining() {
        try (CausalLm model = CausalLm.load(base);
                Trainee trainee = trained(model);
                TaskVector tau = TaskVector.of(trainee, Method.SKU)) {
            ModelFolder written = negate(base, tau, 2, "negated");
            float[] before = floats(base, FC1);
            float[] after = floats(written, FC1);
            for (int i = 0; i < before.length; i++) {
                assertThat(after[i] - before[i]).isCloseTo(-0.5f, within(1e-6f));
            }
        }
    }

    @Test
    void aScaleOfZeroGivesTheBasesBytes() {
        try (TaskVector tau = TaskVector.of(adapter())) {
            negate(base, tau, 0, "zero");
        }
        ModelFolder written = ModelFolder.open(folder.resolve("zero"));
        assertThat(written.tensors().keySet())
                .allSatisfy(
                        name -> assertThat(floats(written, name)).isEqualTo(floats(base, name)));
    }

    @Test
    void aNegatedAdapterIsReadBackInTheSignOfAcquisition() {
        ModelFolder direct;
        try (LowRankDifference tau = TaskVector.of(adapter())) {
            direct = negate(base, tau, 0.75, "direct");
            new KnowledgeNegation(base, tau, NegationScale.of(0.5))
                    .writeAdapter(adapter().config(), folder.resolve("negated"), Existing.REFUSE);
        }
        AdapterFolder negated = AdapterFolder.open(folder.resolve("negated"), base.config());
        try (TaskVector tau = TaskVector.of(negated)) {
            ModelFolder again = negate(base, tau, 0.75, "again");
            // 0.5 and 2 are exact factors: nothing is lost.
            assertThat(floats(again, QUERY)).isEqualTo(floats(direct, QUERY));
            assertThat(floats(again, QUERY)).isNotEqualTo(floats(base, QUERY));
        }
    }

    /// PEFT drops the metadata of the weights and every field of the configuration that it does not know.
    @Test
    void theSignOutlivesPeftSavingTheAdapterAgain() throws IOException {
        try (LowRankDifference tau = TaskVector.of(adapter())) {
            new KnowledgeNegation(base, tau, NegationScale.of(0.5))
                    .writeAdapter(adapter().config(), folder.resolve("negated"), Existing.REFUSE);
        }
        Path weights = folder.resolve("negated/adapter_model.safetensors");
        withoutMetadata(weights);

        AdapterFolder saved = AdapterFolder.open(folder.resolve("negated"), base.config());
        try (LowRankDifference tau = TaskVector.of(saved)) {
            assertThat(tau.isSignRecorded()).isTrue();
            assertThat(tau.sign()).isEqualTo(-2);
        }

        Path config = folder.resolve("negated/adapter_config.json");
        Files.writeString(
                config, Files.readString(config).replace("sku.negation_scale", "base_model_class"));
        try (LowRankDifference tau = TaskVector.of(saved)) {
            assertThat(tau.isSignRecorded()).isFalse();
            assertThat(tau.sign()).isEqualTo(1);
        }
    }

    private static void withoutMetadata(Path weights) throws IOException {
        List<TensorData> tensors = new ArrayList<>();
        for (TensorEntry entry : Safetensors.read(weights).tensors().values()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            entry.copyTo(Channels.newChannel(bytes));
            tensors.add(
                    TensorData.of(
                            entry.name(),
                            entry.dtype(),
                            entry.shape(),
                            ByteBuffer.wrap(bytes.toByteArray())));
        }
        SafetensorsWriter.write(weights, Map.of("format", "pt"), tensors);
    }

    /// θ − λτ and then θ' + λτ: float32 rounds twice, at weights below 1.
    @Test
    void negatingBackGivesTheBase() {
        ModelFolder once;
        try (LowRankDifference tau = TaskVector.of(adapter())) {
            once = negate(base, tau, 1, "once");
            new KnowledgeNegation(once, tau, NegationScale.acquired(true, true, ""))
                    .writeModel(folder.resolve("twice"), Existing.REFUSE);
        }
        float[] back = floats(ModelFolder.open(folder.resolve("twice")), QUERY);
        assertThat(floats(once, QUERY)).isNotEqualTo(floats(base, QUERY));
        assertThat(Parity.largestDifference(back, floats(base, QUERY))).isLessThan(1e-7);
    }

    @Test
    void halfPrecisionStaysAndIsRoundedOnce() {
        ModelFolder half = ModelFolder.open(SmallSet.model("opt_half"));
        try (TaskVector tau = TaskVector.of(adapter())) {
            ModelFolder written = negate(half, tau, 1, "half");

            TaskVectorFile.write(tau, half, Method.SKU, folder.resolve("tau.safetensors"));
            assertThat(written.dtype()).isEqualTo(Dtype.F16);
            assertThat(halves(written.tensor(FC1))).isEqualTo(halves(half.tensor(FC1)));
            float[] difference =
                    Parity.floats(
                            Safetensors.read(folder.resolve("tau.safetensors")).tensor(QUERY));
            float[] expected = halves(half.tensor(QUERY));
            for (int i = 0; i < expected.length; i++) {
                expected[i] =
                        Float.float16ToFloat(Float.floatToFloat16(expected[i] - difference[i]));
            }
            assertThat(halves(written.tensor(QUERY))).isEqualTo(expected);
        }
    }

    @Test
    void aResultThatTheDtypeCannotHoldIsRefusedAndNothingIsLeft() {
        ModelFolder half = ModelFolder.open(SmallSet.model("opt_half"));
        Path target = folder.resolve("huge");
        try (TaskVector tau = TaskVector.of(adapter())) {
            KnowledgeNegation negation = new KnowledgeNegation(half, tau, NegationScale.of(1e9));

            assertThatThrownBy(() -> negation.writeModel(target, Existing.REFUSE))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("NEGATION_NOT_FINITE");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aTaskVectorOfAnotherBaseIsRefused() {
        Path file = folder.resolve("tau.safetensors");
        try (TaskVector tau = TaskVector.of(adapter())) {
            TaskVectorFile.write(tau, base, Method.SKU, file);
        }
        ModelFolder other = ModelFolder.open(SmallSet.model("opt_negated_lora_paper"));

        assertThatThrownBy(() -> TaskVector.read(file, other))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("TASK_VECTOR_INVALID");
        assertThat(Safetensors.read(file).metadata())
                .containsEntry("sku.method", "sku")
                .containsKey("sku.convention");
    }

    @Test
    void aTaskVectorOfABaseThatDiffersInTheMiddleOfATensorIsRefused() throws IOException {
        Path file = folder.resolve("tau.safetensors");
        try (TaskVector tau = TaskVector.of(adapter())) {
            TaskVectorFile.write(tau, base, Method.SKU, file);
        }
        Path copy = folder.resolve("copy");
        Files.createDirectory(copy);
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(base.path().resolve(name), copy.resolve(name));
        }
        ModelFolder same = ModelFolder.open(copy);
        TaskVector.read(file, same).close();
        String whole = TensorFingerprint.of(same.tensors().values());
        String sampled = TensorFingerprint.of(same.tensors().values(), 0);
        TensorEntry fc1 = same.tensor(FC1);
        try (FileChannel change =
                FileChannel.open(copy.resolve("model.safetensors"), StandardOpenOption.WRITE)) {
            change.write(ByteBuffer.wrap(new byte[] {0x3c}), (fc1.begin() + fc1.end()) / 2);
        }

        assertThatThrownBy(() -> TaskVector.read(file, same))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("TASK_VECTOR_INVALID");
        assertThat(TensorFingerprint.of(same.tensors().values())).isNotEqualTo(whole);
        assertThat(TensorFingerprint.of(same.tensors().values(), 0)).isNotEqualTo(sampled);
    }

    @Test
    void theAcquiredModelIsOnlyHadByAskingTwice() {
        for (double lambda : new double[] {-1, -1e-9, 1e39, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(code(() -> NegationScale.of(lambda)))
                    .isEqualTo(Problem.Code.NEGATION_SCALE_INVALID);
        }
        assertThat(code(() -> NegationScale.acquired(true, false, "twice")))
                .isEqualTo(Problem.Code.ACQUIRED_UNCONFIRMED);
        assertThat(code(() -> NegationScale.acquired(false, true, "twice")))
                .isEqualTo(Problem.Code.ACQUIRED_UNCONFIRMED);
        assertThat(NegationScale.acquired(true, true, "twice").lambda()).isEqualTo(-1);
    }

    private static Problem.Code code(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem().code();
    }

    /// The recorded adapter with 1/8 added to each element: it starts with B = 0.
    private AdapterFolder adapter() {
        Path path = adapters.resolve("trained");
        if (!Files.exists(path)) {
            AdapterFolder initial = AdapterFolder.open(SmallSet.adapter("opt_init"), base.config());
            try (CausalLm model = CausalLm.load(base);
                    Trainee trainee =
                            new Trainee(
                                    model,
                                    new Trained.Lora(2, 6, 0, List.of("q_proj", "v_proj"), null, 0),
                                    model.lora(initial))) {
                addToAll(trainee, 0.125f);
                try (TaskVector tau = TaskVector.of(trainee, Method.SKU)) {
                    new KnowledgeNegation(base, tau, NegationScale.acquired(true, true, ""))
                            .writeAdapter(initial.config(), path, Existing.REFUSE);
                }
            }
        }
        return AdapterFolder.open(path, base.config());
    }

    private static Trainee trained(CausalLm model) {
        Trainee trainee = new Trainee(model, new Trained.Full(null, null, 0));
        addToAll(trainee, 0.25f);
        return trainee;
    }

    private static void addToAll(Trainee trainee, float what) {
        for (Leaf leaf : trainee.leaves()) {
            try (Scope scope = new Scope()) {
                float[] values = leaf.tensor().floats();
                for (int i = 0; i < values.length; i++) {
                    values[i] += what;
                }
                trainee.script()
                        .run(
                                "copy_into",
                                leaf.tensor(),
                                scope.tensor(values, leaf.tensor().shape()));
            }
        }
    }

    private ModelFolder negate(ModelFolder of, TaskVector tau, double lambda, String name) {
        Path target = folder.resolve(name);
        new KnowledgeNegation(of, tau, NegationScale.of(lambda))
                .writeModel(target, Existing.REFUSE);
        return ModelFolder.open(target);
    }

    private static float[] floats(ModelFolder model, String tensor) {
        return Parity.floats(model.tensor(tensor));
    }

    private static float[] halves(TensorEntry entry) {
        float[] values = new float[Math.toIntExact(entry.elements())];
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(entry.bytes()));
        try (FileChannel in = FileChannel.open(entry.file())) {
            in.read(bytes, entry.begin());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(bytes.getShort());
        }
        return values;
    }
}
