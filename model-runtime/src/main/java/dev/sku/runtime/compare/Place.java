package dev.sku.runtime.compare;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.RunFolder;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SideFacts;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.Trained;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import dev.sku.runtime.data.Sha256;
import dev.sku.runtime.model.AdapterFolder;
import dev.sku.runtime.model.ModelFolder;
import dev.sku.runtime.unlearn.TaskVector;
import dev.sku.runtime.unlearn.TaskVectorFile;
import dev.sku.runtime.weights.Safetensors;
import dev.sku.runtime.weights.TensorEntry;
import dev.sku.runtime.weights.TensorFingerprint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What lies at a side's place, told by the files there.
///
/// @param base folder of the model
/// @param difference what is combined with the base; the base itself for a model as it is
/// @param trained what a checkpoint's run trains; null elsewhere
/// @param sign +1 where the difference is τ, −1 where it is −τ; an adapter says it itself
/// @param lambda the side's negation scale where it names none
/// @param instruction of an in-context run, which is its base with this before each prompt; null elsewhere
/// @param template around the prompts of the side's run; empty where it is of none
record Place(
        SideFacts.Kind kind,
        Path base,
        Path difference,
        @Nullable Trained trained,
        int sign,
        double lambda,
        @Nullable String instruction,
        String template) {
    private static final String TRAINED = "trained.safetensors";

    static Place of(SideSpec side) {
        Path at = Path.of(side.at()).toAbsolutePath().normalize();
        if (!Files.exists(at)) {
            throw ProblemException.of(Problem.Code.FILE_MISSING, at);
        }
        if (Files.isRegularFile(at)) {
            return new Place(
                    SideFacts.Kind.TASK_VECTOR, namedBase(side, at), at, null, 1, 1, null, "");
        }
        if (Files.exists(at.resolve("spec.json"))) {
            return ofRun(side, RunFolder.open(at));
        }
        if (Files.exists(at.resolve("adapter_config.json"))) {
            return new Place(
                    SideFacts.Kind.ADAPTER, adapterBase(side, at), at, null, 1, 1, null, "");
        }
        if (Files.exists(at.resolve(TRAINED))) {
            return ofCheckpoint(side, at);
        }
        if (Files.exists(at.resolve("config.json"))) {
            return new Place(SideFacts.Kind.MODEL, at, at, null, 1, 0, null, "");
        }
        throw ProblemException.of(Problem.Code.SIDE_UNKNOWN, at, "nothing in it tells what it is");
    }

    /// Of all that is combined with the base, and of how it is: what is not moved or renamed stays the same.
    String fingerprint(ModelFolder model) {
        if (Files.isRegularFile(difference)) {
            String tensors = TensorFingerprint.of(Safetensors.read(difference).tensors().values());
            return Sha256.of(tensors + " " + trained + " " + sign);
        }
        if (Files.exists(difference.resolve("adapter_config.json"))) {
            AdapterFolder adapter = AdapterFolder.open(difference, model.config());
            List<TensorEntry> tensors = new ArrayList<>();
            adapter.pairs().values().forEach(pair -> tensors.addAll(List.of(pair.a(), pair.b())));
            return Sha256.of(
                    TensorFingerprint.of(tensors)
                            + " "
                            + adapter.config().scale()
                            + " "
                            + TaskVector.signOf(adapter));
        }
        String weights = TensorFingerprint.of(model.tensors().values());
        return instruction == null ? weights : Sha256.of(weights + " " + instruction);
    }

    private static Place ofRun(SideSpec side, RunFolder run) {
        RunSpec spec = run.readSpec();
        Path base = base(side, spec);
        String template = spec.data().template();
        if (!spec.method().isTrained()) {
            String instruction = spec.baseline().instruction();
            return new Place(SideFacts.Kind.RUN, base, base, null, 1, 0, instruction, template);
        }
        double lambda = spec.negation().lambda();
        if (Files.isDirectory(run.adapter())) {
            return new Place(
                    SideFacts.Kind.RUN, base, run.adapter(), null, 1, lambda, null, template);
        }
        String elsewhere = spec.output().taskVectorFile();
        Path vector =
                elsewhere == null
                        ? run.taskVector().resolve(TaskVectorFile.NAME)
                        : Path.of(elsewhere);
        if (Files.isRegularFile(vector)) {
            return new Place(SideFacts.Kind.RUN, base, vector, null, 1, lambda, null, template);
        }
        throw ProblemException.of(
                Problem.Code.SIDE_UNKNOWN,
                run.path(),
                "the run has neither adapter nor task vector yet; choose one of its checkpoints");
    }

    private static Place ofCheckpoint(SideSpec side, Path at) {
        Path run = at.resolve("..").resolve("..").normalize();
        RunSpec spec = RunFolder.open(run).readSpec();
        return new Place(
                SideFacts.Kind.CHECKPOINT,
                base(side, spec),
                at.resolve(TRAINED),
                spec.trained(),
                spec.method().sign(),
                spec.negation().lambda(),
                null,
                spec.data().template());
    }

    private static Path base(SideSpec side, RunSpec spec) {
        return Path.of(side.base() == null ? spec.model().folder() : side.base())
                .toAbsolutePath()
                .normalize();
    }

    private static Path namedBase(SideSpec side, Path at) {
        if (side.base() == null) {
            throw ProblemException.of(Problem.Code.SIDE_BASE_MISSING, at);
        }
        return Path.of(side.base()).toAbsolutePath().normalize();
    }

    private static Path adapterBase(SideSpec side, Path at) {
        if (side.base() != null) {
            return namedBase(side, at);
        }
        Path config = at.resolve("adapter_config.json");
        String named =
                Wire.tree(WholeFile.read(config), config.toString())
                        .path("base_model_name_or_path")
                        .asString("");
        if (named.isEmpty() || !Files.isDirectory(Path.of(named))) {
            throw ProblemException.of(Problem.Code.SIDE_BASE_MISSING, at);
        }
        return Path.of(named).toAbsolutePath().normalize();
    }
}
