package dev.sku.runtime.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What NVIDIA's driver tells of its cards (NVML, `libnvidia-ml.so.1` or `nvml.dll`), read without loading CUDA.
public final class Nvml {
    private static final int NAME_BYTES = 96;
    private static final int TEMPERATURE_GPU = 0;
    private static final int MOST_PROCESSES = 64;

    /// `nvmlProcessInfo_t`: pid, used memory, two instance numbers.
    private static final MemoryLayout PROCESS =
            MemoryLayout.structLayout(
                    JAVA_INT, MemoryLayout.paddingLayout(4), JAVA_LONG, JAVA_INT, JAVA_INT);

    private Nvml() {}

    /// A card; numbers the driver does not give are −1.
    ///
    /// @param totalBytes, freeBytes of its memory
    /// @param busyPercent share of the last second in which it computed
    /// @param celsius its temperature
    /// @param millijoules that it has used since its driver was loaded
    public record Card(
            int index,
            String name,
            String uuid,
            long totalBytes,
            long freeBytes,
            int busyPercent,
            int celsius,
            long millijoules,
            String driver,
            List<UsedBy> processes) {}

    /// @param bytes of the card's memory; −1 where the driver hides it
    public record UsedBy(long pid, long bytes) {}

    /// The cards of this computer; none where there is no driver.
    public static List<Card> cards() {
        String library =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("win")
                        ? "nvml.dll"
                        : "libnvidia-ml.so.1";
        return cards(library);
    }

    /// @param library by name or path
    @SuppressWarnings("restricted") // the runtime is started with native access for libtorch anyway
    static List<Card> cards(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, arena);
            return new Calls(symbols, arena).cards();
        } catch (IllegalArgumentException e) {
            return List.of(); // no driver here
        }
    }

    private record Calls(SymbolLookup symbols, Arena arena) {
        List<Card> cards() {
            if (!call("nvmlInit_v2")) {
                return List.of();
            }
            try {
                MemorySegment count = arena.allocate(JAVA_INT);
                if (!call("nvmlDeviceGetCount_v2", count)) {
                    return List.of();
                }
                String driver = text("nvmlSystemGetDriverVersion");
                List<Card> cards = new ArrayList<>();
                for (int i = 0; i < count.get(JAVA_INT, 0); i++) {
                    MemorySegment handle = arena.allocate(ADDRESS);
                    if (call("nvmlDeviceGetHandleByIndex_v2", i, handle)) {
                        cards.add(card(i, handle.get(ADDRESS, 0), driver));
                    }
                }
                return cards;
            } finally {
                call("nvmlShutdown");
            }
        }

        private Card card(int index, MemorySegment device, String driver) {
            MemorySegment memory = arena.allocate(JAVA_LONG, 3); // total, free, used
            boolean seen = call("nvmlDeviceGetMemoryInfo", device, memory);
            MemorySegment busy = arena.allocate(JAVA_INT, 2); // computing, memory
            boolean used = call("nvmlDeviceGetUtilizationRates", device, busy);
            MemorySegment celsius = arena.allocate(JAVA_INT);
            boolean warm = call("nvmlDeviceGetTemperature", device, TEMPERATURE_GPU, celsius);
            MemorySegment energy = arena.allocate(JAVA_LONG);
            boolean counted = call("nvmlDeviceGetTotalEnergyConsumption", device, energy);
            return new Card(
                    index,
                    text("nvmlDeviceGetName", device),
                    text("nvmlDeviceGetUUID", device),
                    seen ? memory.getAtIndex(JAVA_LONG, 0) : -1,
                    seen ? memory.getAtIndex(JAVA_LONG, 1) : -1,
                    used ? busy.get(JAVA_INT, 0) : -1,
                    warm ? celsius.get(JAVA_INT, 0) : -1,
                    counted ? energy.get(JAVA_LONG, 0) : -1,
                    driver,
                    processes(device));
        }

        private List<UsedBy> processes(MemorySegment device) {
            MemorySegment count = arena.allocate(JAVA_INT);
            count.set(JAVA_INT, 0, MOST_PROCESSES);
            MemorySegment infos = arena.allocate(PROCESS, MOST_PROCESSES);
            if (!call("nvmlDeviceGetComputeRunningProcesses_v3", device, count, infos)) {
                return List.of();
            }
            List<UsedBy> all = new ArrayList<>();
            for (int i = 0; i < count.get(JAVA_INT, 0); i++) {
                long at = i * PROCESS.byteSize();
                long bytes = infos.get(JAVA_LONG, at + JAVA_LONG.byteSize());
                all.add(new UsedBy(infos.get(JAVA_INT, at), Math.max(bytes, -1)));
            }
            return all;
        }

        /// A text that a function writes into a buffer given last, with its size.
        private String text(String function, Object... first) {
            MemorySegment buffer = arena.allocate(NAME_BYTES);
            List<Object> arguments = new ArrayList<>(List.of(first));
            arguments.add(buffer);
            arguments.add(NAME_BYTES);
            return call(function, arguments.toArray()) ? buffer.getString(0) : "";
        }

        /// @param arguments `Integer` or `MemorySegment`
        /// @return whether the function is there and says that all went well
        @SuppressWarnings("restricted")
        private boolean call(String function, Object... arguments) {
            MemoryLayout[] types = new MemoryLayout[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                types[i] = arguments[i] instanceof Integer ? JAVA_INT : ADDRESS;
            }
            return symbols.find(function)
                    .map(address -> {
                        ValueLayout answer = JAVA_INT;
                        try {
                            return (int)
                                            Linker.nativeLinker()
                                                    .downcallHandle(
                                                            address,
                                                            FunctionDescriptor.of(answer, types))
                                                    .invokeWithArguments(arguments)
                                    == 0;
                        } catch (RuntimeException | Error e) {
                            throw e;
                        } catch (Throwable e) {
                            throw new IllegalStateException(function, e);
                        }
                    })
                    .orElse(false);
        }
    }
}
