package dev.sku.runtime.engine;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptCalls;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// TorchScript text, loaded and ready to be called.
///
/// The text stands in `.torchscript` resources: methods of one module, written as ordinary Python functions with a bare
/// `self`. Several files make one module, so that architectures share attention and losses. Constants (number of heads,
/// epsilons) become attributes, read as `self.heads`.
public final class TorchScript {
    private final PtSymbolBlock module;

    private TorchScript(PtSymbolBlock module) {
        this.module = module;
    }

    /// @param owner resources are looked up beside this class
    /// @param constants values are Long, Double or Boolean
    public static TorchScript load(
            Class<?> owner, List<String> resources, Map<String, Object> constants) {
        StringBuilder text = new StringBuilder();
        for (String resource : resources) {
            text.append(read(owner, resource)).append('\n');
        }
        return of(text.toString(), constants);
    }

    public static TorchScript of(String text, Map<String, Object> constants) {
        LibTorch.prepareThread();
        byte[] archive = TorchScriptArchive.pack(text, constants);
        try {
            return new TorchScript(
                    JniUtils.loadModule(
                            LibTorch.manager(), new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Calls a method whose result is a tensor or a list of tensors.
    ///
    /// @param arguments [Value], `Integer`, `Long`, `Double`, `Boolean`, `String`, `long[]` or `double[]`
    public Value call(Scope scope, String method, Object... arguments) {
        return scope.keep(new Value(invoke(true, method, arguments)));
    }

    /// Like [#call], of whose result no gradient will ever be asked: each operation takes a tenth less.
    public Value infer(Scope scope, String method, Object... arguments) {
        return scope.keep(new Value(invoke(false, method, arguments)));
    }

    /// Calls a method for what it does.
    public void run(String method, Object... arguments) {
        ScriptCalls.delete(invoke(true, method, arguments));
    }

    public double number(String method, Object... arguments) {
        long result = invoke(true, method, arguments);
        try {
            return ScriptCalls.toDouble(result);
        } finally {
            ScriptCalls.delete(result);
        }
    }

    public double[] numbers(String method, Object... arguments) {
        long result = invoke(true, method, arguments);
        try {
            return ScriptCalls.toDoubles(result);
        } finally {
            ScriptCalls.delete(result);
        }
    }

    private long invoke(boolean gradients, String method, Object... arguments) {
        LibTorch.prepareThread();
        long[] handles = new long[arguments.length];
        int made = 0;
        try {
            for (; made < arguments.length; made++) {
                handles[made] = handleOf(arguments[made]);
            }
            return ScriptCalls.call(module.getHandle(), method, gradients, handles);
        } catch (EngineException e) {
            throw outOfMemory(e) ? memoryProblem(e) : deviceFailed(e) ? deviceProblem(e) : e;
        } finally {
            for (int i = 0; i < made; i++) {
                if (!(arguments[i] instanceof Value)) {
                    ScriptCalls.delete(handles[i]);
                }
            }
        }
    }

    private static long handleOf(Object argument) {
        return switch (argument) {
            case Value v -> v.handle();
            case Integer i -> ScriptCalls.of((long) i);
            case Long l -> ScriptCalls.of(l);
            case Double d -> ScriptCalls.of(d);
            case Boolean b -> ScriptCalls.of(b);
            case String s -> ScriptCalls.of(s);
            case long[] ls -> ScriptCalls.of(ls);
            case double[] ds -> ScriptCalls.of(ds);
            default -> throw new IllegalArgumentException(argument.getClass().getName());
        };
    }

    private static boolean outOfMemory(EngineException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }

    /// A card that was taken away, reset, or failed.
    private static boolean deviceFailed(EngineException e) {
        return String.valueOf(e.getMessage()).contains("CUDA error");
    }

    private static ProblemException deviceProblem(EngineException e) {
        String line =
                String.valueOf(e.getMessage())
                        .lines()
                        .filter(l -> l.contains("CUDA error"))
                        .findFirst()
                        .orElse("");
        return new ProblemException(Problem.of(Problem.Code.DEVICE_FAILED, line.strip()), e);
    }

    private static ProblemException memoryProblem(EngineException e) {
        String line =
                String.valueOf(e.getMessage())
                        .lines()
                        .filter(l -> l.contains("memory"))
                        .findFirst()
                        .orElse("");
        return new ProblemException(Problem.of(Problem.Code.OUT_OF_MEMORY, line.strip()), e);
    }

    private static String read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource + " beside " + owner);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
