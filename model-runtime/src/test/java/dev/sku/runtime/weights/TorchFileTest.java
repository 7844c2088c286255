package dev.sku.runtime.weights;

import static dev.sku.runtime.weights.TorchArchives.huge;
import static dev.sku.runtime.weights.TorchArchives.number;
import static dev.sku.runtime.weights.TorchArchives.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {
    private static final byte[] SIX_FLOATS =
            ByteBuffer.allocate(24)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(0)
                    .putFloat(1)
                    .putFloat(2)
                    .putFloat(3)
                    .putFloat(4)
                    .putFloat(5)
                    .array();

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void place() {
        file = folder.resolve("pytorch_model.bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"layouts.bin", "layouts_protocol4.bin"})
    void everyLayoutGivesTheBytesThatPyTorchReads(String name) throws IOException {
        SafetensorsFile expected = Safetensors.read(Resources.path("layouts.safetensors"));

        List<TensorData> read = TorchFile.open(Resources.path(name)).tensors();

        assertThat(read)
                .extracting(TensorData::name)
                .containsExactlyInAnyOrderElementsOf(expected.tensors().keySet());
        for (TensorData tensor : read) {
            TensorEntry entry = expected.tensor(tensor.name());
            assertThat(tensor.shape()).as(tensor.name()).isEqualTo(entry.shape());
            assertThat(tensor.dtype()).as(tensor.name()).isEqualTo(entry.dtype());
            assertThat(bytes(tensor)).as(tensor.name()).isEqualTo(Resources.bytes(entry));
        }
    }

    @Test
    void aStridedViewIsGatheredRowByRow() throws IOException {
        write(TorchArchives.tensor("K\u0006", "K\u0000", pair(3, 2), pair(1, 3)), "0", SIX_FLOATS);

        ByteBuffer read = bytes(TorchFile.open(file).tensors().getFirst());

        assertThat(new float[] {read.getFloat(0), read.getFloat(4), read.getFloat(8)})
                .containsExactly(0, 3, 1);
    }

    @Test
    void aCommandIsRefusedAndNamed() throws IOException {
        write("cos\nsystem\n(" + text("touch pwned") + "tR.");

        assertThat(refusal()).contains("os.system");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c__builtin__\neval\n(X\u0001\u0000\u0000\u00001tR.",
                "ctorch\nload\n.",
                "ctorch._utils\n_rebuild_tensor_v2x\n.",
                "\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093.",
                "ctorch\nFloatStorage\n)R.", // a type that is called
                "ccollections\nOrderedDict\n(K\u0001tR.", // arguments of an unknown kind
                "}(K\u0001K\u0002tR.", // calls a dictionary
                "}N.", // None is no dictionary
                "(ios\nsystem\n.", // INST
                "(cos\nsystem\no.", // OBJ
                "ccollections\nOrderedDict\n)\u0081.", // NEWOBJ
                "\u0082\u0001.", // EXT1
                "X\u00ff\u00ff\u00ff\u00ffabc", // a text of 4 GB
                "\u008c\u00ffabc",
                "\u008a\u00ff",
                "\u0080c.",
                "", // ends at once
                "t.",
                "h\u0005.",
                "}K\u0001N",
                "N}b.",
                "}}K\u0001s.", // a dictionary as key
                "]]a.",
            })
    void aPickleThatIsNotPlainTensorsIsRefused(String pickle) throws IOException {
        write(pickle);

        assertThat(refusal()).contains("was refused");
    }

    @Test
    void deepNestingIsRefusedWithoutAStackOverflow() throws IOException {
        write("(".repeat(200_000) + "t".repeat(200_000) + ".");

        assertThat(refusal()).contains("nests deeper");
    }

    @Test
    void aPickleWithoutEndIsRefused() throws IOException {
        write("]" + "Na".repeat(2_000_000));

        assertThat(refusal()).contains("longer than any");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6 elements from a storage of 5",
                "an offset beyond",
                "a negative stride",
                "a shape whose product overflows",
                "a stride that overflows",
                "one element seen a million times",
                "more strides than dimensions",
                "a storage that lies about its size",
            })
    void aViewThatLeavesItsStorageIsRefused(String fault) throws IOException {
        String six = number(6);
        String zero = number(0);
        write(
                switch (fault) {
                    case "6 elements from a storage of 5" ->
                            TorchArchives.tensor(number(5), zero, pair(2, 3), pair(3, 1));
                    case "an offset beyond" ->
                            TorchArchives.tensor(six, number(1), pair(2, 3), pair(3, 1));
                    case "a negative stride" ->
                            TorchArchives.tensor(six, zero, pair(2, 3), pair(-3, 1));
                    case "a shape whose product overflows" ->
                            TorchArchives.tensor(
                                    six,
                                    zero,
                                    huge(1L << 40) + huge(1L << 40) + "\u0086",
                                    pair(0, 0));
                    case "a stride that overflows" ->
                            TorchArchives.tensor(
                                    six,
                                    zero,
                                    pair(3, 2),
                                    huge(Long.MAX_VALUE) + huge(1) + "\u0086");
                    case "one element seen a million times" ->
                            TorchArchives.tensor(six, zero, pair(1000, 1000), pair(0, 0));
                    case "more strides than dimensions" ->
                            TorchArchives.tensor(six, zero, number(6) + "\u0085", pair(1, 1));
                    default -> TorchArchives.tensor(number(7), zero, pair(2, 3), pair(3, 1));
                },
                "0",
                SIX_FLOATS);

        assertThat(refusal()).contains("was refused");
    }

    @Test
    void aStorageThatIsNotThereIsRefused() throws IOException {
        write(TorchArchives.tensor(number(6), number(0), pair(2, 3), pair(3, 1)), "1", SIX_FLOATS);

        assertThat(refusal()).contains("data/0").contains("missing");
    }

    @Test
    void aStorageKeyThatIsAPathIsRefused() throws IOException {
        String pickle = TorchArchives.tensor(number(6), number(0), pair(2, 3), pair(3, 1));
        write(pickle.replace(text("0"), text("../../0")));

        assertThat(refusal()).contains("storage in an unknown way");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../archive/data/0",
                "/etc/passwd",
                "archive/../../x",
                "archive\\x",
                "c:x",
                "archive/\n"
            })
    void anEntryNamedLikeAPathIsRefused(String name) throws IOException {
        Files.write(
                file,
                TorchArchives.zip(
                        Map.of("archive/data.pkl", new byte[] {'}', '.'}, name, new byte[1]),
                        ZipEntry.STORED));

        assertThat(refusal()).contains("leads elsewhere");
    }

    @Test
    void aCompressedEntryIsRefused() throws IOException {
        Files.write(
                file,
                TorchArchives.zip(
                        Map.of("archive/data.pkl", new byte[1 << 20]), ZipEntry.DEFLATED));

        assertThat(refusal()).contains("compressed");
    }

    @ParameterizedTest
    @CsvSource({
        "24, 4096, lies about its size", // uncompressed bytes
        "20, 4096, lies about its size", // stored bytes
        "42, 2147483647, does not lie in the file", // begin of the entry
        "42, -1, does not lie in the file", // begin of the entry, in a ZIP64 field that is not
        // there
        "42, 7, does not lie in the file", // where no entry begins
        "42, 0, overlap", // where another begins
        "8, 1, encrypted", // flags
    })
    void aDirectoryThatLiesIsRefused(int field, int value, String says) throws IOException {
        byte[] bytes =
                TorchArchives.of(
                        TorchArchives.tensor(number(6), number(0), pair(2, 3), pair(3, 1)),
                        Map.of("0", SIX_FLOATS));
        ByteBuffer archive = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int last = bytes.length - 22;
        while (archive.getInt(last) != 0x02014b50) {
            last--;
        }
        archive.putInt(last + field, value);
        Files.write(file, bytes);

        assertThat(refusal()).contains(says);
    }

    @Test
    void anEntryThatReachesBeyondTheFileIsRefused() throws IOException {
        byte[] bytes = TorchArchives.of("}.", Map.of("0", SIX_FLOATS));
        ByteBuffer archive = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int last = bytes.length - 22;
        while (archive.getInt(last) != 0x02014b50) {
            last--;
        }
        archive.putInt(last + 20, 1 << 30).putInt(last + 24, 1 << 30);
        Files.write(file, bytes);

        assertThat(refusal()).contains("data/0").contains("does not lie in the file");
    }

    @Test
    void twoPicklesInOneArchiveAreRefused() throws IOException {
        byte[] empty = {'}', '.'};
        Files.write(
                file,
                TorchArchives.zip(
                        Map.of("a/data.pkl", empty, "b/data.pkl", empty), ZipEntry.STORED));

        assertThat(refusal()).contains("2 files named data.pkl");
    }

    @Test
    void theFormatBefore16IsRefusedWithAWayOut() throws IOException {
        Files.copy(Resources.path("before_1_6.bin"), file);

        assertThat(refusal()).contains("before 1.6").contains("save it again");
    }

    @Test
    void otherFilesAreCalledByTheirName() throws IOException {
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\n");
        assertThat(refusal()).contains("Git LFS");
        Files.writeString(file, "<html>not found</html>");
        assertThat(refusal()).contains("no PyTorch file");
        Files.write(file, new byte[0]);
        assertThat(refusal()).contains("no PyTorch file");
    }

    @Test
    void aFileThatIsCutOffIsRefusedAtEveryLength() throws IOException {
        byte[] good = Files.readAllBytes(Resources.path("layouts.bin"));
        for (int length = 0; length < good.length; length += 37) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThat(refusal()).isNotBlank();
        }
    }

    @Test
    void twoThousandMutationsAreReadOrRefusedAndNothingElse() throws IOException {
        byte[] good = Files.readAllBytes(Resources.path("layouts.bin"));
        Random random = new Random(20_261_121);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = good.clone();
            for (int k = 0; k <= random.nextInt(3); k++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                for (TensorData tensor : TorchFile.open(file).tensors()) {
                    assertThat(bytes(tensor).capacity()).isEqualTo((int) tensor.bytes());
                }
            } catch (ProblemException e) {
                refused++;
                assertThat(e.problem().code()).isEqualTo(Problem.Code.PICKLE_REFUSED);
            }
        }
        assertThat(refused).isBetween(200, 1_999);
    }

    private String refusal() {
        ProblemException thrown =
                catchThrowableOfType(ProblemException.class, () -> TorchFile.open(file));
        assertThat(thrown).isNotNull();
        assertThat(thrown.problem().code()).isEqualTo(Problem.Code.PICKLE_REFUSED);
        return thrown.problem().sentence(Locale.ROOT);
    }

    private void write(String pickle) throws IOException {
        Files.write(file, TorchArchives.of(pickle, Map.of()));
    }

    private void write(String pickle, String key, byte[] storage) throws IOException {
        Files.write(file, TorchArchives.of(pickle, Map.of(key, storage)));
    }

    private static String pair(int first, int second) {
        return number(first) + number(second) + "\u0086";
    }

    private static ByteBuffer bytes(TensorData tensor) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tensor.writeTo(Channels.newChannel(out));
        return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
