package dev.sku.runtime.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Resident memory of this process, as the system counts it; zeros where the system does not tell.
///
/// @param peakResidentBytes the most it has been
public record ProcessMemory(long residentBytes, long peakResidentBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");

    public static ProcessMemory now() {
        long resident = 0;
        long peak = 0;
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    resident = bytes(line);
                } else if (line.startsWith("VmHWM:")) {
                    peak = bytes(line);
                }
            }
        } catch (IOException _) {
            // Not Linux: nothing to report.
        }
        return new ProcessMemory(resident, peak);
    }

    private static long bytes(String line) {
        return 1024 * Long.parseLong(line.replaceAll("\\D+", ""));
    }
}
