package dev.sku.protocol;

import dev.sku.protocol.MemoryEstimate.Device;
import dev.sku.protocol.MemoryEstimate.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The models that measure a run beside its own, on its first device.
///
/// @param judge null where no model of this computer judges
/// @param encoderParameters of the sentence encoder; 0 where there is none
/// @param encoderBytes of such a parameter in its file
public record Companions(@Nullable ModelShape judge, long encoderParameters, int encoderBytes) {
    public static final Companions NONE = new Companions(null, 0, 0);

    private static final int FLOAT = 4;

    /// Tokens of a judge's prompt, as a rule.
    private static final int PROMPT = 512;

    long bytes(Device device) {
        boolean cpu = device.name().equals(DeviceNames.CPU);
        return (judge == null ? 0 : judge(judge, device)) + encoder(cpu);
    }

    /// As a side of a comparison that is asked one question after the other.
    private static long judge(ModelShape shape, Device device) {
        SideSize side = new SideSize("", shape, 0, 0, 0, false);
        var parts =
                new SidesMemory(List.of(side), Quantization.NONE)
                        .on(device, new SidesMemory.Work(1, 0, PROMPT, 1))
                        .parts();
        return parts.getOrDefault(Part.WEIGHTS, 0L) + parts.getOrDefault(Part.WORKSPACE, 0L);
    }

    /// In float32; on the CPU the pages of a file in another type stay beside it.
    private long encoder(boolean cpu) {
        long pages = cpu && encoderBytes != FLOAT ? encoderBytes : 0;
        return encoderParameters * (FLOAT + pages);
    }
}
