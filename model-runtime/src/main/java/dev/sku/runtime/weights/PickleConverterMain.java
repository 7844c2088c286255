package dev.sku.runtime.weights;

import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.nio.file.Path;

/// The small JVM in which pickles are read: whatever a hostile file does to it, the process that asked lives on.
///
/// Arguments: the model folder and where to write. Exit code 0, or 1 with the problem as the last line of the output.
public final class PickleConverterMain {
    private PickleConverterMain() {}

    public static void main(String[] arguments) {
        try {
            new PickleConversion(Path.of(arguments[0]), Path.of(arguments[1])).run();
        } catch (ProblemException e) {
            System.out.println(Wire.line(e.problem()));
            System.exit(1);
        }
    }
}
