package dev.sku.runtime.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// Where the entries of a `torch.save` archive lie in its file: a ZIP (with ZIP64) whose entries are stored as they are.
///
/// Names are keys and never become paths.
record TorchArchive(Path file, Map<String, Entry> entries) {
    /// The bytes of an entry, counted from the start of the file.
    record Entry(String name, long begin, long bytes) {
        long end() {
            return begin + bytes;
        }
    }

    static TorchArchive open(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return new TorchArchive(file, new ZipDirectory(in, file).entries());
        }
    }
}
