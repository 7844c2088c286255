package dev.sku.runtime.runs;

import dev.sku.protocol.RunFolder;
import dev.sku.protocol.WholeFile;
import dev.sku.protocol.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/// What a run ran on: versions, system, processor, memory. Nothing that names the person or the machine.
///
/// Reading it loads no engine.
public final class Environment {
    private static final List<String> THREADS =
            List.of(
                    "OMP_NUM_THREADS",
                    "OMP_WAIT_POLICY",
                    "MKL_NUM_THREADS",
                    "CUDA_VISIBLE_DEVICES");

    private Environment() {}

    public static Map<String, String> capture() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", version());
        facts.put("java", property("java.vm.vendor") + " " + property("java.vm.version"));
        facts.put("os", property("os.name") + " " + property("os.version"));
        facts.put("architecture", property("os.arch"));
        facts.put("cpu", cpu());
        facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("memoryBytes", String.valueOf(memoryBytes()));
        facts.put("heapBytes", String.valueOf(Runtime.getRuntime().maxMemory()));
        facts.put(
                "djl", read("/ai/djl/engine/api.properties").getProperty("djl_version", "unknown"));
        facts.put("pytorch", pytorch());
        for (String name : THREADS) {
            String value = System.getenv(name);
            if (value != null) {
                facts.put(name, value);
            }
        }
        return facts;
    }

    /// Keeps them in the run folder, as they were at the last start.
    public static Map<String, String> record(RunFolder folder) {
        Map<String, String> facts = capture();
        WholeFile.write(folder.environment(), Wire.pretty(facts));
        return facts;
    }

    /// The project's version, as Maven wrote it.
    public static String version() {
        return read("/dev/sku/runtime/version.properties").getProperty("version", "unknown");
    }

    private static String pytorch() {
        String chosen = System.getenv("PYTORCH_VERSION");
        if (chosen != null) {
            return chosen + " " + System.getenv().getOrDefault("PYTORCH_FLAVOR", "");
        }
        Properties shipped = read("/native/lib/pytorch.properties");
        return shipped.getProperty("version", "unknown")
                + " "
                + shipped.getProperty("classifier", "");
    }

    private static Properties read(String resource) {
        Properties properties = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static String cpu() {
        Path linux = Path.of("/proc/cpuinfo");
        if (Files.isReadable(linux)) {
            try (Stream<String> lines = Files.lines(linux)) {
                return lines.filter(l -> l.startsWith("model name"))
                        .map(l -> l.substring(l.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown");
            } catch (IOException | UncheckedIOException _) {
                return "unknown";
            }
        }
        return System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "unknown");
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
