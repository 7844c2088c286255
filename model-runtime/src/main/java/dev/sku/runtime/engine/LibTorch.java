package dev.sku.runtime.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;

/// The PyTorch engine of this process: loaded once, at the first use.
public final class LibTorch {
    /// Grad mode and the graph executor's optimizer are settings of a thread; both are wrong by default for us.
    private static final ThreadLocal<Boolean> PREPARED =
            ThreadLocal.withInitial(() -> {
                JniUtils.setGraphExecutorOptimize(false);
                JniUtils.setGradMode(false);
                return true;
            });

    private LibTorch() {}

    static PtNDManager manager() {
        return Holder.MANAGER;
    }

    /// Loads libtorch if need be, and sets up the calling thread.
    ///
    /// @throws ProblemException `ENGINE_UNAVAILABLE` where its native libraries cannot be loaded
    public static void prepareThread() {
        try {
            manager();
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new ProblemException(
                    Problem.of(Problem.Code.ENGINE_UNAVAILABLE, String.valueOf(root.getMessage())),
                    e);
        }
        PREPARED.get();
    }

    /// Threads of one operation. Results on the CPU depend on it in the last bits.
    public static void setThreads(int threads) {
        prepareThread();
        JniUtils.setNumThreads(threads);
    }

    public static int threads() {
        prepareThread();
        return JniUtils.getNumThreads();
    }

    /// Seeds libtorch's own generator, which only dropout draws from.
    public static void seed(long seed) {
        prepareThread();
        JniUtils.setSeed(seed);
    }

    public static String version() {
        prepareThread();
        return Engine.getEngine("PyTorch").getVersion();
    }

    private static final class Holder {
        static final PtNDManager MANAGER =
                (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }
}
