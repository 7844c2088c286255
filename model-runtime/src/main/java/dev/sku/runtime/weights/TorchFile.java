package dev.sku.runtime.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The tensors of one `torch.save` file, each ready to be copied out of the archive.
record TorchFile(Path file, List<TensorData> tensors) {
    private static final byte[] GIT_LFS =
            "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_BYTEORDER_BYTES = 16;

    static TorchFile open(Path file) throws IOException {
        refuseOtherFormats(file);
        TorchArchive archive = TorchArchive.open(file);
        String root = root(archive);
        refuseBigEndian(archive, root);
        TorchArchive.Entry pickle = entry(archive, root + "data.pkl");
        byte[] bytes = bytes(archive, pickle, PickleReader.MAX_BYTES);
        List<TensorData> tensors = new ArrayList<>();
        long total = 0;
        for (Map.Entry<String, PickledTensor> named :
                PickleReader.tensors(bytes, file).entrySet()) {
            PickledTensor tensor = named.getValue();
            TorchArchive.Entry storage = entry(archive, root + "data/" + tensor.storage().key());
            if (storage.bytes()
                    != Math.multiplyExact(
                            tensor.storage().elements(), (long) tensor.storage().dtype().bytes())) {
                throw PickleReader.refused(
                        file,
                        "the storage of tensor %s has another size than it says"
                                .formatted(Shown.text(named.getKey())));
            }
            total = Math.addExact(total, tensor.bytes());
            tensors.add(new ArchivedTensor(file, named.getKey(), tensor, storage.begin()));
        }
        refuseMultiplication(file, total);
        return new TorchFile(file, List.copyOf(tensors));
    }

    /// Tied tensors may be there twice; more would let a small file fill a disk.
    private static void refuseMultiplication(Path file, long total) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            if (total / 2 > in.size()) {
                throw PickleReader.refused(file, "its tensors would take many times its size");
            }
        }
    }

    private static void refuseOtherFormats(Path file) throws IOException {
        byte[] start = new byte[GIT_LFS.length];
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            in.read(ByteBuffer.wrap(start), 0);
        }
        if (Arrays.equals(start, GIT_LFS)) {
            throw PickleReader.refused(
                    file, "it is a Git LFS pointer, the weights themselves were not downloaded");
        }
        if (start[0] == (byte) 0x80) {
            throw PickleReader.refused(
                    file,
                    "it has the format of PyTorch before 1.6; load it with PyTorch and save it"
                            + " again, or find the model as safetensors");
        }
    }

    private static String root(TorchArchive archive) {
        List<String> pickles =
                archive.entries().keySet().stream()
                        .filter(name -> name.matches("[^/]+/data\\.pkl"))
                        .toList();
        if (pickles.size() != 1) {
            throw PickleReader.refused(
                    archive.file(),
                    "it holds %d files named data.pkl instead of one".formatted(pickles.size()));
        }
        String pickle = pickles.getFirst();
        return pickle.substring(0, pickle.length() - "data.pkl".length());
    }

    private static void refuseBigEndian(TorchArchive archive, String root) throws IOException {
        TorchArchive.Entry order = archive.entries().get(root + "byteorder");
        if (order != null) {
            byte[] text = bytes(archive, order, MAX_BYTEORDER_BYTES);
            if (!new String(text, StandardCharsets.US_ASCII).equals("little")) {
                throw PickleReader.refused(archive.file(), "its numbers are big endian");
            }
        }
    }

    private static TorchArchive.Entry entry(TorchArchive archive, String name) {
        TorchArchive.Entry entry = archive.entries().get(name);
        if (entry == null) {
            throw PickleReader.refused(
                    archive.file(), "its entry %s is missing".formatted(Shown.text(name)));
        }
        return entry;
    }

    private static byte[] bytes(TorchArchive archive, TorchArchive.Entry entry, int most)
            throws IOException {
        if (entry.bytes() > most) {
            throw PickleReader.refused(
                    archive.file(),
                    "its entry %s has %d bytes, more than any checkpoint's"
                            .formatted(Shown.text(entry.name()), entry.bytes()));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) entry.bytes());
        try (FileChannel in = FileChannel.open(archive.file(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && in.read(bytes, entry.begin() + bytes.position()) >= 0) {
                // until the buffer is full
            }
        }
        return bytes.array();
    }
}
