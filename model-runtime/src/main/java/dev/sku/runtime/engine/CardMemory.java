package dev.sku.runtime.engine;

import dev.sku.protocol.CardUse;
import dev.sku.protocol.DeviceNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much of its cards' memory this process holds, as the driver tells.
///
/// libtorch keeps what it once had, so that a look at the end of some work is its peak.
public final class CardMemory {
    private final List<Integer> indices;
    private final long before;
    private long energyBefore;

    /// @param bytes by process where the driver says so, else what the whole card holds more than before; 0 on the CPU
    /// @param busyPercent mean over the cards; −1 where no driver tells
    public record Seen(long bytes, int busyPercent) {
        public static final Seen NOTHING = new Seen(0, -1);
    }

    /// @param device as in a specification; nothing of it is used yet
    public CardMemory(String device) {
        indices =
                DeviceNames.of(device).stream()
                        .map(DeviceNames::index)
                        .filter(index -> index >= 0)
                        .toList();
        List<Nvml.Card> cards = cards();
        before = used(cards);
        energyBefore = energy(cards);
    }

    public boolean hasCards() {
        return !indices.isEmpty();
    }

    /// What was used since the last time this was asked, or since the beginning; null on the CPU.
    public @Nullable CardUse sinceLast() {
        List<Nvml.Card> cards = cards();
        if (cards.isEmpty()) {
            return null;
        }
        long now = energy(cards);
        boolean counted = now >= 0 && energyBefore >= 0;
        Double joules = counted ? (now - energyBefore) / 1e3 : null;
        energyBefore = now;
        return new CardUse(seen(cards).bytes(), joules);
    }

    /// Asks the driver, which takes some milliseconds.
    public Seen look() {
        List<Nvml.Card> cards = cards();
        return cards.isEmpty() ? Seen.NOTHING : seen(cards);
    }

    private Seen seen(List<Nvml.Card> cards) {
        long own = ProcessHandle.current().pid();
        long mine =
                cards.stream()
                        .flatMap(card -> card.processes().stream())
                        .filter(process -> process.pid() == own)
                        .mapToLong(process -> Math.max(0, process.bytes()))
                        .sum();
        double busy =
                cards.stream()
                        .mapToInt(Nvml.Card::busyPercent)
                        .filter(percent -> percent >= 0)
                        .average()
                        .orElse(-1);
        return new Seen(mine > 0 ? mine : used(cards) - before, (int) Math.round(busy));
    }

    private static long used(List<Nvml.Card> cards) {
        return cards.stream().mapToLong(c -> c.totalBytes() - c.freeBytes()).sum();
    }

    /// In mJ; −1 where a driver does not count.
    private static long energy(List<Nvml.Card> cards) {
        boolean all = cards.stream().allMatch(c -> c.millijoules() >= 0);
        return all ? cards.stream().mapToLong(Nvml.Card::millijoules).sum() : -1;
    }

    private List<Nvml.Card> cards() {
        return indices.isEmpty()
                ? List.of()
                : Nvml.cards().stream().filter(c -> indices.contains(c.index())).toList();
    }
}
