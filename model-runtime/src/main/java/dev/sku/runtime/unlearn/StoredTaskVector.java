package dev.sku.runtime.unlearn;

import dev.sku.runtime.engine.Scope;
import dev.sku.runtime.engine.TorchScript;
import dev.sku.runtime.engine.Value;
import dev.sku.runtime.model.TensorReader;
import dev.sku.runtime.weights.SafetensorsFile;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// τ in a safetensors file, mapped one tensor at a time.
final class StoredTaskVector implements TaskVector {
    private final SafetensorsFile file;
    private @Nullable Opened opened;

    private record Opened(String name, Scope scope, Value tensor) {}

    StoredTaskVector(SafetensorsFile file) {
        this.file = file;
    }

    @Override
    public Set<String> names() {
        return file.tensors().keySet();
    }

    @Override
    public Value rows(Scope out, TorchScript script, Rows wanted) {
        Value tensor = tensor(script, wanted.name());
        return script.call(out, "rows", tensor, wanted.begin(), wanted.count());
    }

    /// Proven finite when it is opened; the rows of one tensor are asked for one after the other.
    private Value tensor(TorchScript script, String name) {
        Opened current = opened;
        if (current != null && current.name().equals(name)) {
            return current.tensor();
        }
        close();
        Scope scope = new Scope();
        Value tensor = new TensorReader(script, scope).float32(file.tensor(name));
        opened = new Opened(name, scope, tensor);
        return tensor;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.scope().close();
            opened = null;
        }
    }
}
