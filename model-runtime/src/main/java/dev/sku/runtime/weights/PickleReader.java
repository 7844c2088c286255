package dev.sku.runtime.weights;

import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the pickle of a checkpoint as data: a name is never looked up, nothing is ever called.
///
/// A pickle is a program for a stack machine. Of its instructions only those are known here that build texts, numbers,
/// tuples and dictionaries; of the names only those that PyTorch writes for tensors, and each stands for one fixed
/// meaning. Everything else is refused. Work and memory are bounded, nothing recurses.
final class PickleReader {
    static final int MAX_BYTES = 16 << 20;
    private static final int MAX_INSTRUCTIONS = 1_000_000;
    private static final int MAX_DEPTH = 1 << 16;
    private static final int MAX_TEXT_BYTES = 1 << 14;
    private static final int MAX_PROTOCOL = 5;

    /// Python's `None`.
    private static final Object NONE = new Object();

    private static final Object MARK = new Object();

    private final ByteBuffer in;
    private final Path file;
    private final ArrayList<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private PickleReader(byte[] pickle, Path file) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.file = file;
    }

    /// The tensors of a state dictionary, by name.
    static Map<String, PickledTensor> tensors(byte[] pickle, Path file) {
        Object root;
        try {
            root = new PickleReader(pickle, file).run();
        } catch (BufferUnderflowException e) {
            throw refused(file, "its pickle ends in the middle of an instruction");
        }
        if (!(root instanceof Map<?, ?> entries)) {
            throw refused(file, "its pickle holds no dictionary of tensors");
        }
        Map<String, PickledTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            if (!(entry.getKey() instanceof String name)
                    || !(entry.getValue() instanceof PickledTensor tensor)) {
                String key =
                        entry.getKey() instanceof String name ? name : "with a number for a key";
                throw refused(file, "entry %s is not a tensor".formatted(Shown.text(key)));
            }
            tensors.put(name, tensor);
        }
        return tensors;
    }

    private Object run() {
        for (int count = 0; count < MAX_INSTRUCTIONS; count++) {
            int instruction = in.get() & 0xff;
            if (instruction == '.') {
                return pop();
            }
            step(instruction);
            if (stack.size() > MAX_DEPTH) {
                throw refuse("its pickle nests deeper than any checkpoint");
            }
        }
        throw refuse("its pickle is longer than any checkpoint's");
    }

    private void step(int instruction) {
        switch (instruction) {
            case 0x80 -> protocol();
            case 0x95 -> in.getLong(); // FRAME: a hint about lengths, of no use here
            case '(' -> stack.add(MARK);
            case 'N' -> stack.add(NONE);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'K' -> stack.add((long) (in.get() & 0xff));
            case 'M' -> stack.add((long) (in.getShort() & 0xffff));
            case 'J' -> stack.add((long) in.getInt());
            case 0x8a -> stack.add(longInteger());
            case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'X' -> stack.add(text(Integer.toUnsignedLong(in.getInt())));
            case 0x8c -> stack.add(text(in.get() & 0xff));
            case '}' -> stack.add(new LinkedHashMap<Object, Object>());
            case ']' -> stack.add(new ArrayList<>());
            case ')' -> stack.add(List.of());
            case 't' -> stack.add(List.copyOf(popToMark()));
            case 0x85, 0x86, 0x87 -> stack.add(tuple(instruction - 0x84));
            case 'a' -> append(List.of(pop()));
            case 'e' -> append(popToMark());
            case 's' -> setItems(tuple(2));
            case 'u' -> setItems(popToMark());
            case 'q' -> memo.put(in.get() & 0xff, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> stack.add(remembered(in.get() & 0xff));
            case 'j' -> stack.add(remembered(in.getInt()));
            case 'c' -> stack.add(global(line(), line()));
            case 0x93 -> stack.add(globalFromStack());
            case 'Q' -> stack.add(PickleGlobal.storage(pop(), file));
            case 'R' -> reduce();
            case 'b' -> build();
            default -> throw refuse("its pickle holds instruction 0x%02x".formatted(instruction));
        }
    }

    private void protocol() {
        int version = in.get() & 0xff;
        if (version > MAX_PROTOCOL) {
            throw refuse("its pickle has protocol %d".formatted(version));
        }
    }

    private long longInteger() {
        int bytes = in.get() & 0xff;
        if (bytes > Long.BYTES) {
            throw refuse("its pickle holds a number of %d bytes".formatted(bytes));
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.get() & 0xffL) << (8 * i);
        }
        int unused = Long.SIZE - 8 * bytes;
        return bytes == 0 ? 0 : value << unused >> unused;
    }

    private String text(long bytes) {
        if (bytes > MAX_TEXT_BYTES || bytes > in.remaining()) {
            throw refuse("its pickle holds a text of %d bytes".formatted(bytes));
        }
        byte[] utf8 = new byte[(int) bytes];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (char c = (char) (in.get() & 0xff); c != '\n'; c = (char) (in.get() & 0xff)) {
            line.append(c);
            if (line.length() > 200) {
                throw refuse("its pickle holds a name of more than 200 characters");
            }
        }
        return line.toString();
    }

    private PickleGlobal global(String module, String name) {
        return PickleGlobal.named(module + "." + name, file);
    }

    private PickleGlobal globalFromStack() {
        if (pop() instanceof String name && pop() instanceof String module) {
            return global(module, name);
        }
        throw refuse("its pickle names something by what is not a text");
    }

    private void reduce() {
        Object arguments = pop();
        if (!(pop() instanceof PickleGlobal global) || !(arguments instanceof List<?> list)) {
            throw refuse("its pickle calls something that is not a name");
        }
        stack.add(global.meaning(list, file));
    }

    /// An ordered dictionary's attributes (`_metadata`, version numbers of modules) are dropped.
    private void build() {
        pop();
        if (!(top() instanceof Map<?, ?>)) {
            throw refuse("its pickle sets attributes of what is not a dictionary");
        }
    }

    private void append(List<Object> values) {
        if (!(top() instanceof ArrayList<?>)) {
            throw refuse("its pickle appends to what is not a list");
        }
        @SuppressWarnings("unchecked") // only `]` pushes an ArrayList, and it is one of Object
        ArrayList<Object> list = (ArrayList<Object>) top();
        list.addAll(values);
    }

    private void setItems(List<Object> keysAndValues) {
        if (!(top() instanceof LinkedHashMap<?, ?>) || keysAndValues.size() % 2 != 0) {
            throw refuse("its pickle sets items of what is not a dictionary");
        }
        @SuppressWarnings("unchecked") // every LinkedHashMap here was made for objects
        Map<Object, Object> map = (LinkedHashMap<Object, Object>) top();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            if (!(key instanceof String) && !(key instanceof Long)) {
                throw refuse("its pickle has a key that is neither text nor number");
            }
            map.put(key, keysAndValues.get(i + 1));
        }
    }

    private Object remembered(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw refuse("its pickle refers to what was never there");
        }
        return value;
    }

    private List<Object> tuple(int size) {
        Object[] values = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            values[i] = pop();
        }
        return List.of(values);
    }

    private List<Object> popToMark() {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw refuse("its pickle is malformed");
        }
        List<Object> above = stack.subList(mark + 1, stack.size());
        List<Object> values = new ArrayList<>(above);
        stack.subList(mark, stack.size()).clear();
        return values;
    }

    private Object top() {
        if (stack.isEmpty() || stack.getLast().equals(MARK)) {
            throw refuse("its pickle is malformed");
        }
        return stack.getLast();
    }

    private Object pop() {
        top();
        return stack.removeLast();
    }

    private ProblemException refuse(String reason) {
        return refused(file, reason);
    }

    static ProblemException refused(Path file, String reason) {
        return ProblemException.of(Problem.Code.PICKLE_REFUSED, file, reason);
    }
}
