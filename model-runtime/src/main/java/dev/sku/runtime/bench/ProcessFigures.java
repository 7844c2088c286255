package dev.sku.runtime.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the operating system knows of this process.
final class ProcessFigures {
    /// `CLOCK_PROCESS_CPUTIME_ID` of Linux. Java's own figure comes in steps of ten milliseconds, too coarse for one step.
    private static final int PROCESS_CPU_TIME = 2;

    @SuppressWarnings("restricted") // the runtime is started with native access for libtorch anyway
    private static final MethodHandle CLOCK_GETTIME =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS));

    private ProcessFigures() {}

    /// CPU time of all threads so far, in seconds.
    static double cpuSeconds() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timespec = arena.allocate(ValueLayout.JAVA_LONG, 2);
            int failed = (int) CLOCK_GETTIME.invokeExact(PROCESS_CPU_TIME, timespec);
            if (failed != 0) {
                throw new IllegalStateException("no clock of the process's CPU time");
            }
            return timespec.getAtIndex(ValueLayout.JAVA_LONG, 0)
                    + timespec.getAtIndex(ValueLayout.JAVA_LONG, 1) / 1e9;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// The most memory that was ever resident (`VmHWM`), in bytes; 0 where the system does not say.
    static long peakResidentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // another operating system
        }
    }
}
