package dev.sku.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The calls against a library with NVML's signatures (NVML API reference), compiled where there is a C compiler.
class NvmlTest {
    private static final String LIBRARY =
            """
            #include <stddef.h>
            #include <string.h>
            typedef struct { unsigned pid; unsigned long long used; unsigned gi, ci; } process;
            typedef struct { unsigned long long total, free, used; } memory;
            typedef struct { unsigned gpu, memory; } rates;
            int nvmlInit_v2(void) { return 0; }
            int nvmlShutdown(void) { return 0; }
            int nvmlSystemGetDriverVersion(char *v, unsigned n) { strncpy(v, "550.54", n); return 0; }
            int nvmlDeviceGetCount_v2(unsigned *n) { *n = 2; return 0; }
            int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **d) { *d = (void *)(size_t)(i + 1); return 0; }
            int nvmlDeviceGetName(void *d, char *s, unsigned n) { strncpy(s, "Test Card", n); return 0; }
            int nvmlDeviceGetUUID(void *d, char *s, unsigned n) { strncpy(s, "GPU-1234", n); return 0; }
            int nvmlDeviceGetMemoryInfo(void *d, memory *m)
            { m->total = 85899345920ull; m->free = 80000000000ull; m->used = 5899345920ull; return 0; }
            int nvmlDeviceGetUtilizationRates(void *d, rates *r) { r->gpu = 37; r->memory = 5; return 0; }
            int nvmlDeviceGetTotalEnergyConsumption(void *d, unsigned long long *mj)
            { if ((size_t)d == 2) return 3; *mj = 7000000000ull; return 0; }
            int nvmlDeviceGetTemperature(void *d, int sensor, unsigned *t)
            { if ((size_t)d == 2) return 3; *t = 61; return 0; }
            int nvmlDeviceGetComputeRunningProcesses_v3(void *d, unsigned *n, process *p)
            { *n = 2; p[0].pid = 4242; p[0].used = 5000000000ull; p[1].pid = 7; p[1].used = ~0ull; return 0; }
            """;

    @Test
    void cardsAreReadWithTheirMemoryUseTemperatureAndProcesses(@TempDir Path folder)
            throws Exception {
        Path library = compiled(folder);

        List<Nvml.Card> cards = Nvml.cards(library.toString());

        assertThat(cards)
                .containsExactly(
                        card(0, 61, 7_000_000_000L),
                        card(1, -1, -1)); // a sensor that does not answer is unknown, never 0
    }

    private static Nvml.Card card(int index, int celsius, long millijoules) {
        return new Nvml.Card(
                index,
                "Test Card",
                "GPU-1234",
                85_899_345_920L,
                80_000_000_000L,
                37,
                celsius,
                millijoules,
                "550.54",
                List.of(new Nvml.UsedBy(4242, 5_000_000_000L), new Nvml.UsedBy(7, -1)));
    }

    @Test
    void withoutADriverThereAreNone() {
        assertThat(Nvml.cards("libthere-is-no-such-driver.so.1")).isEmpty();
    }

    private static Path compiled(Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("nvml.c"), LIBRARY);
        Path library = folder.resolve("libnvml-test.so");
        int code;
        try {
            code =
                    new ProcessBuilder(
                                    "cc",
                                    "-shared",
                                    "-fPIC",
                                    "-o",
                                    library.toString(),
                                    source.toString())
                            .inheritIO()
                            .start()
                            .waitFor();
        } catch (IOException _) {
            code = -1;
        }
        assumeTrue(code == 0, "no C compiler here");
        return library;
    }
}
