package dev.sku.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sku.protocol.AcquisitionSpec;
import dev.sku.protocol.Fault;
import dev.sku.protocol.ModuleWeights;
import dev.sku.protocol.OptimizerSpec;
import dev.sku.protocol.Preservation;
import dev.sku.protocol.Profile;
import dev.sku.protocol.RunSpec;
import dev.sku.protocol.SpecCheck;
import dev.sku.protocol.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SeedFlagsTest {
    @TempDir Path here;

    @Test
    void theCommandOfThePapersRepositoryIsUnderstoodAsItStands() throws IOException {
        Files.createDirectories(here.resolve("facebook/opt-2.7b"));
        Files.createDirectories(here.resolve("dataloader"));
        Files.writeString(here.resolve("dataloader/TruthfulQA.csv"), "");
        Files.writeString(here.resolve("dataloader/train.jsonl.gz"), "");
        SeedFlags flags =
                parse(
                        ("--bad_weight 2.5 --random_weight 2.5 --normal_weight 1 --lr 2e-4"
                                        + " --max_unlearn_steps 1000 --model_name=facebook/opt-2.7b"
                                        + " --model_save_dir=out/model --batch_size 2"
                                        + " --log_file=logs/opt-2.7b-unlearn_new.log"
                                        + " --task_vector_saving_path=out/task_vector")
                                .split(" "));

        RunSpec spec = flags.spec(here);

        assertThat(SpecCheck.check(spec)).isEmpty();
        assertThat(SpecCheck.files(spec)).isEmpty();
        assertThat(spec.name()).isEqualTo("opt-2.7b");
        assertThat(spec.model().folder()).isEqualTo(here.resolve("facebook/opt-2.7b").toString());
        assertThat(spec.data().harmful())
                .containsExactly(here.resolve("dataloader/train.jsonl.gz").toString());
        assertThat(spec.data().normal())
                .containsExactly(here.resolve("dataloader/TruthfulQA.csv").toString());
        assertThat(spec.acquisition())
                .isEqualTo(
                        new AcquisitionSpec(
                                Profile.PAPER,
                                new ModuleWeights(2.5, 2.5, 1),
                                Preservation.PUBLISHED,
                                2,
                                5,
                                1000,
                                1));
        assertThat(spec.optimizer()).isEqualTo(OptimizerSpec.adamW(2e-4));
        assertThat(spec.trained()).isEqualTo(new Trained.Full(null, null, 0));
        assertThat(spec.negation().lambda()).isEqualTo(1);
        assertThat(spec.output().mergedModel()).isTrue();
        assertThat(spec.output().unlearnedFolder()).isEqualTo(here.resolve("out/model").toString());
        assertThat(spec.output().taskVectorFile())
                .isEqualTo(here.resolve("out/task_vector/task_vector.safetensors").toString());
        assertThat(flags.logFile).isEqualTo(Path.of("logs/opt-2.7b-unlearn_new.log"));
    }

    @Test
    void withoutFlagsTheScriptsOwnDefaultsHold() {
        RunSpec spec = parse("--model_name", "m").spec(here);

        assertThat(spec.acquisition().weights()).isEqualTo(new ModuleWeights(0.5, 1, 1));
        assertThat(spec.optimizer().learningRate()).isEqualTo(2e-5);
        assertThat(spec.acquisition().batch()).isEqualTo(2);
        assertThat(spec.acquisition().steps()).isEqualTo(1000);
    }

    @Test
    void valuesAreTakenAfterABlankOrAnEqualsSign() {
        assertThat(parse("--model_name=m", "--lr=1e-3").spec(here))
                .isEqualTo(parse("--model_name", "m", "--lr", "1e-3").spec(here));
    }

    @Test
    void adaptersAreChosenWithTheirFlags() {
        RunSpec spec =
                parse(
                                "--model_name=m",
                                "--lora",
                                "--lora_rank=8",
                                "--lora_alpha=4",
                                "--lora_targets=fc1,fc2",
                                "--preservation=preserve",
                                "--preservation_cap=0.1",
                                "--profile=reference",
                                "--random_answers=2",
                                "--lambda=0.75",
                                "--device=cuda:1",
                                "--harmful_data=a.jsonl,b.jsonl")
                        .spec(here);

        assertThat(spec.trained())
                .isEqualTo(new Trained.Lora(8, 4, 0, List.of("fc1", "fc2"), null, 0));
        assertThat(spec.acquisition().preservation())
                .isEqualTo(new Preservation(Preservation.Direction.PRESERVE, 0.1));
        assertThat(spec.acquisition().profile()).isEqualTo(Profile.REFERENCE);
        assertThat(spec.acquisition().randomAnswers()).isEqualTo(2);
        assertThat(spec.negation().lambda()).isEqualTo(0.75);
        assertThat(spec.device()).isEqualTo("cuda:1");
        assertThat(spec.data().harmful())
                .containsExactly(
                        here.resolve("a.jsonl").toString(), here.resolve("b.jsonl").toString());
    }

    @Test
    void rowsThatAreNotFoundAreFaults() {
        RunSpec spec = parse("--model_name=m").spec(here);

        assertThat(SpecCheck.check(spec))
                .extracting(Fault::field)
                .containsExactly("data.harmful", "data.normal");
    }

    @Test
    void theModelHasToBeNamed() {
        assertThatThrownBy(() -> parse("--lr=1"))
                .isInstanceOf(CommandLine.MissingParameterException.class)
                .hasMessageContaining("--model_name=FOLDER");
    }

    private static SeedFlags parse(String... args) {
        SeedFlags flags = new SeedFlags();
        new CommandLine(flags).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
        return flags;
    }
}
