package dev.sku.runtime.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The command line in a process of its own, set up as `packaging/sku` does: what is measured of it is what a person would see.
public final class LaunchedRuntime {
    private LaunchedRuntime() {}

    public static ProcessBuilder of(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmn16m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dai.djl.offline=true",
                                "-DOPT_OUT_TRACKING=true",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.sku.runtime.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(
                        Map.of(
                                "OMP_WAIT_POLICY", "PASSIVE",
                                "MALLOC_ARENA_MAX", "1",
                                "MALLOC_MMAP_THRESHOLD_", "8388608",
                                "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1",
                                "MALLOC_TRIM_THRESHOLD_", "8589934592",
                                "MALLOC_TOP_PAD_", "67108864"));
        return builder;
    }
}
