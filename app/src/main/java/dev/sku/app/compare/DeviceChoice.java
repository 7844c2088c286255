package dev.sku.app.compare;

import static dev.sku.resources.Texts.text;

import dev.sku.app.link.RuntimeLink;
import dev.sku.app.ui.Numbers;
import dev.sku.protocol.Command;
import dev.sku.protocol.DeviceNames;
import dev.sku.protocol.Finding.DeviceSeen;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.MemoryEstimate;
import dev.sku.protocol.Quantization;
import dev.sku.protocol.SideSpec;
import dev.sku.protocol.SidesMemory;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Where the sides compute, what they need there, and what stands in their way: a run that trains, or too little memory.
public final class DeviceChoice {
    /// Tokens of a prompt, as a rule.
    private static final int PROMPT = 64;

    /// One prompt to every side.
    private static final SidesMemory.Work ONE = new SidesMemory.Work(1, 0, PROMPT, 0);

    private final RuntimeLink link;
    private final Executor fxThread;
    private final ReadOnlyStringWrapper device = new ReadOnlyStringWrapper(DeviceNames.CPU);
    private final ObservableList<DeviceSeen> devices = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper advice = new ReadOnlyStringWrapper("");
    private @Nullable Training training;
    private List<SideSpec> specs = List.of();
    private @Nullable SidesMemory sides;
    private SidesMemory.Work work = ONE;
    private long held;
    private Consumer<List<String>> templates = _ -> {};

    /// A run that computes now.
    ///
    /// @param device as in its specification
    public record Training(String run, String title, String device) {}

    public DeviceChoice(RuntimeLink link, Executor fxThread) {
        this.link = link;
        this.fxThread = fxThread;
    }

    /// @param listener hears what the sides' runs were trained with, when that is looked up with their size
    void onTemplates(Consumer<List<String>> listener) {
        templates = listener;
    }

    /// Asks for devices and the size of the sides: the page is in view, or they are others.
    ///
    /// @param quantize how their bases are held
    void look(List<SideSpec> asked, Quantization quantize) {
        List<SideSpec> places = asked.stream().map(DeviceChoice::place).toList();
        if (!places.equals(specs)) {
            specs = places;
            sides = null;
            held = 0;
            advise();
            var _ =
                    link.find(new Inquiry.Sides(places))
                            .whenComplete((found, fault) ->
                                    fxThread.execute(() -> {
                                        if (fault == null && places.equals(specs)) {
                                            sides = new SidesMemory(found.sizes(), quantize);
                                            advise();
                                            templates.accept(found.templates());
                                        }
                                    }));
        } else if (sides != null && sides.quantize() != quantize) {
            sides = new SidesMemory(sides.sides(), quantize);
            advise();
        }
        lookAtDevices();
    }

    /// A side's size is that of its place, whatever its name and λ are.
    private static SideSpec place(SideSpec side) {
        return new SideSpec("", side.at(), side.base(), null);
    }

    private void lookAtDevices() {
        var _ =
                link.find(new Inquiry.Devices())
                        .whenComplete((found, fault) ->
                                fxThread.execute(() -> {
                                    if (fault == null && !devices.equals(found.devices())) {
                                        devices.setAll(found.devices());
                                        advise();
                                    }
                                }));
    }

    /// What will be asked of the sides at once.
    ///
    /// @param lambdas of one side; 0 where all reply as they are
    void plan(int prompts, int lambdas, int newTokens) {
        SidesMemory.Work next = new SidesMemory.Work(prompts, lambdas, PROMPT, newTokens);
        if (!work.equals(next)) {
            work = next;
            advise();
        }
    }

    /// The sides are in memory, or are no longer: what they hold is not free, and is not needed once more.
    void opened(boolean now) {
        held = now ? bytes(device.get(), ONE) : 0;
        lookAtDevices();
        advise();
    }

    /// @param now null while nothing trains
    public void training(@Nullable Training now) {
        if (!java.util.Objects.equals(training, now)) {
            training = now;
            advise();
        }
    }

    /// The sides are opened there from the next prompt on.
    public void use(String name) {
        held = 0;
        device.set(name);
        advise();
    }

    /// The run that trains is asked to stop after its step, until it is told to go on.
    public void pause() {
        if (training != null) {
            var _ = link.control(training.run(), new Command.Pause());
        }
    }

    private void advise() {
        DeviceSeen here = seen(device.get());
        long free = here == null ? 0 : here.device().free();
        long needed = bytes(device.get());
        long more = Math.max(0, needed - held);
        if (isTaken()) {
            Training run = java.util.Objects.requireNonNull(training);
            String memory = memory(needed, free);
            advice.set(text("compare.device.taken", run.title(), device.get(), memory).strip());
        } else if (free > 0 && more > free) {
            String memory = memory(more, free);
            advice.set(text("compare.device.tooLarge", device.get(), memory).strip());
        } else {
            advice.set("");
        }
    }

    private static String memory(long needed, long free) {
        return needed == 0 || free == 0
                ? ""
                : text("compare.device.memory", Numbers.bytes(needed), Numbers.bytes(free));
    }

    /// Whether a run trains where the sides compute.
    boolean isTaken() {
        return training != null && DeviceNames.of(training.device()).contains(device.get());
    }

    private @Nullable DeviceSeen seen(String name) {
        return devices.stream()
                .filter(d -> d.device().name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// What the sides will hold there at most: weights, what is combined with them, keys and values; 0 where unknown.
    long bytes(String on) {
        return bytes(on, work);
    }

    private long bytes(String on, SidesMemory.Work asked) {
        return sides == null ? 0 : sides.on(new MemoryEstimate.Device(on, 0, 0), asked).bytes();
    }

    /// Devices besides the chosen one.
    List<DeviceSeen> others() {
        return devices.stream().filter(d -> !d.device().name().equals(device.get())).toList();
    }

    /// All there are, as far as they are known.
    public List<DeviceSeen> all() {
        return List.copyOf(devices);
    }

    public ReadOnlyStringProperty deviceProperty() {
        return device.getReadOnlyProperty();
    }

    /// What stands in the way, with the memory it takes; empty for nothing.
    public ReadOnlyStringProperty adviceProperty() {
        return advice.getReadOnlyProperty();
    }
}
