package dev.sku.protocol;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// Something that went wrong, in a form that can be shown to a person in their language.
///
/// @param arguments fill the code's sentence: file, tensor, line, what was found
/// @param detail for the log, never needed to understand the sentence
public record Problem(Code code, List<String> arguments, @Nullable String detail) {
    /// What kind of fault it is; decides the exit code of the command line.
    public enum Kind {
        /// A comparison that was asked for found a difference: nothing is broken, and nothing was refused.
        DIFFERENT(1),
        USAGE(2),
        BAD_INPUT(65),
        INTERNAL(70),
        WRITE_FAILED(74),
        LOCKED(75);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    /// Every fault that has a sentence in `problems.properties`.
    public enum Code {
        // usage
        USAGE_INVALID(Kind.USAGE),
        // files and folders
        FILE_MISSING(Kind.BAD_INPUT),
        FILE_UNREADABLE(Kind.BAD_INPUT),
        FILE_EXISTS(Kind.BAD_INPUT),
        JSON_INVALID(Kind.BAD_INPUT),
        JSON_FIELD_MISSING(Kind.BAD_INPUT),
        JSON_FIELD_INVALID(Kind.BAD_INPUT),
        WRITE_FAILED(Kind.WRITE_FAILED),
        DISK_FULL(Kind.WRITE_FAILED),
        // models
        MODEL_FOLDER_INVALID(Kind.BAD_INPUT),
        ARCHITECTURE_UNKNOWN(Kind.BAD_INPUT),
        CONFIG_UNSUPPORTED(Kind.BAD_INPUT),
        CONFIG_FIELD_INVALID(Kind.BAD_INPUT),
        SAFETENSORS_INVALID(Kind.BAD_INPUT),
        SAFETENSORS_TRUNCATED(Kind.BAD_INPUT),
        SAFETENSORS_HEADER_TOO_LARGE(Kind.BAD_INPUT),
        SAFETENSORS_OFFSETS(Kind.BAD_INPUT),
        SHARD_NAME_UNSAFE(Kind.BAD_INPUT),
        LINK_LEADS_OUT(Kind.BAD_INPUT),
        SHARD_INDEX_INVALID(Kind.BAD_INPUT),
        DTYPE_UNSUPPORTED(Kind.BAD_INPUT),
        TENSOR_MISSING(Kind.BAD_INPUT),
        TENSOR_SHAPE(Kind.BAD_INPUT),
        TENSOR_LEFT_OVER(Kind.BAD_INPUT),
        TENSOR_NOT_FINITE(Kind.BAD_INPUT),
        PICKLE_REFUSED(Kind.BAD_INPUT),
        TOKENIZER_MISSING(Kind.BAD_INPUT),
        TOKENIZER_INVALID(Kind.BAD_INPUT),
        CHAT_TEMPLATE_MISSING(Kind.BAD_INPUT),
        CHAT_TEMPLATE_NEEDS_MODEL(Kind.BAD_INPUT),
        CHAT_TEMPLATE_UNKNOWN(Kind.BAD_INPUT),
        CHAT_TEMPLATE_REFUSES(Kind.BAD_INPUT),
        ADAPTER_INVALID(Kind.BAD_INPUT),
        // knowledge negation
        TASK_VECTOR_INVALID(Kind.BAD_INPUT),
        NEGATION_SCALE_INVALID(Kind.USAGE),
        ROBUSTNESS_INVALID(Kind.USAGE),
        RELEARNING_DIVERGED(Kind.BAD_INPUT),
        TREATMENT_MEMORY(Kind.BAD_INPUT),
        NEGATION_NOT_FINITE(Kind.BAD_INPUT),
        ACQUIRED_UNCONFIRMED(Kind.USAGE),
        // generation
        PROMPT_LENGTH(Kind.BAD_INPUT),
        // data
        DATA_FORMAT_UNKNOWN(Kind.BAD_INPUT),
        DATA_PARQUET(Kind.BAD_INPUT),
        DATA_COLUMN_MISSING(Kind.BAD_INPUT),
        DATA_EMPTY(Kind.BAD_INPUT),
        DATA_FILE_EMPTY(Kind.BAD_INPUT),
        DATA_TOO_FEW(Kind.BAD_INPUT),
        PLAN_INVALID(Kind.BAD_INPUT),
        // specification and run folder
        SPEC_INVALID(Kind.BAD_INPUT),
        SPEC_FAULTS(Kind.BAD_INPUT),
        SPEC_FIELD_UNKNOWN(Kind.BAD_INPUT),
        SPEC_FIELD_TYPE(Kind.BAD_INPUT),
        SPEC_FIELD_EMPTY(Kind.BAD_INPUT),
        SPEC_PRESET_UNKNOWN(Kind.BAD_INPUT),
        SPEC_SUGGESTION(Kind.BAD_INPUT),
        SPEC_NAME(Kind.BAD_INPUT),
        SPEC_MODEL_EMPTY(Kind.BAD_INPUT),
        SPEC_MODEL_MISSING(Kind.BAD_INPUT),
        SPEC_ROWS_EMPTY(Kind.BAD_INPUT),
        SPEC_NOT_FINITE(Kind.BAD_INPUT),
        SPEC_ABOVE(Kind.BAD_INPUT),
        SPEC_ABOVE_AT_MOST(Kind.BAD_INPUT),
        SPEC_AT_LEAST(Kind.BAD_INPUT),
        SPEC_BETWEEN(Kind.BAD_INPUT),
        SPEC_BELOW(Kind.BAD_INPUT),
        SPEC_SPLIT_SUM(Kind.BAD_INPUT),
        SPEC_MEMORY(Kind.BAD_INPUT),
        SPEC_MEMORY_HOPELESS(Kind.BAD_INPUT),
        SPEC_TEST_SHARE(Kind.BAD_INPUT),
        SPEC_TEMPLATE_QUESTION(Kind.BAD_INPUT),
        SPEC_TEMPLATE_ANSWER(Kind.BAD_INPUT),
        SPEC_WEIGHTS_ZERO(Kind.BAD_INPUT),
        SPEC_RANDOM_ANSWERS(Kind.BAD_INPUT),
        SWEEP_OTHER(Kind.BAD_INPUT),
        SPEC_METHOD_WEIGHT(Kind.BAD_INPUT),
        SPEC_METHOD_PRESERVATION(Kind.BAD_INPUT),
        SPEC_METHOD_PROFILE(Kind.BAD_INPUT),
        SPEC_RMU_LAYERS(Kind.BAD_INPUT),
        SPEC_WARMUP(Kind.BAD_INPUT),
        SPEC_TARGET_UNKNOWN(Kind.BAD_INPUT),
        SPEC_TARGET_ALL(Kind.BAD_INPUT),
        SPEC_REPEATED(Kind.BAD_INPUT),
        SPEC_QUANTIZE_FULL(Kind.BAD_INPUT),
        SPEC_DEVICE(Kind.BAD_INPUT),
        SPEC_JUDGE_MISSING(Kind.BAD_INPUT),
        SPEC_JUDGE_LATER(Kind.BAD_INPUT),
        SPEC_ENCODER_MISSING(Kind.BAD_INPUT),
        JOURNAL_INVALID(Kind.BAD_INPUT),
        RUN_FOLDER_INVALID(Kind.BAD_INPUT),
        RUN_LOCKED(Kind.LOCKED),
        RUN_UNKNOWN(Kind.BAD_INPUT),
        RUN_NOT_WAITING(Kind.BAD_INPUT),
        RUN_KILLED(Kind.INTERNAL),
        // agent
        AGENT_LOCKED(Kind.LOCKED),
        AGENT_NOT_STARTED(Kind.INTERNAL),
        AGENT_SOCKET(Kind.BAD_INPUT),
        LINK_PROTOCOL(Kind.BAD_INPUT),
        LINK_INVALID(Kind.BAD_INPUT),
        LINK_STUCK(Kind.INTERNAL),
        LINK_LOST(Kind.INTERNAL),
        SLURM_PRESET(Kind.BAD_INPUT),
        RUN_HAS_BEGUN(Kind.BAD_INPUT),
        READER_ENDED(Kind.INTERNAL),
        RUN_DISCARDED(Kind.BAD_INPUT),
        CHECKPOINT_INVALID(Kind.BAD_INPUT),
        // forks
        FORK_RUN_MISSING(Kind.BAD_INPUT),
        FORK_STEPS(Kind.BAD_INPUT),
        FORK_STEP_GONE(Kind.BAD_INPUT),
        FORK_DIFFERS(Kind.BAD_INPUT),
        // comparing
        SIDE_UNKNOWN(Kind.BAD_INPUT),
        SIDE_BASE_MISSING(Kind.BAD_INPUT),
        SIDE_FIXED(Kind.USAGE),
        SIDE_QUANTIZED(Kind.BAD_INPUT),
        PROMPT_TOO_LONG(Kind.BAD_INPUT),
        TOKENIZERS_DIFFER(Kind.BAD_INPUT),
        SESSION_LOST(Kind.INTERNAL),
        SESSION_PROTOCOL(Kind.BAD_INPUT),
        // figures
        FIGURE_ENDING(Kind.USAGE),
        FIGURE_MEASURE(Kind.USAGE),
        FIGURE_REBOUND(Kind.USAGE),
        FIGURE_LOG(Kind.USAGE),
        FIGURE_EMPTY(Kind.BAD_INPUT),
        FIGURE_POINTS_MISSING(Kind.BAD_INPUT),
        FIGURE_GROUP(Kind.USAGE),
        FIGURE_PAPER(Kind.USAGE),
        // judging and measuring
        JUDGE_UNKNOWN(Kind.USAGE),
        JUDGE_INVALID(Kind.BAD_INPUT),
        ENCODER_INVALID(Kind.BAD_INPUT),
        JUDGE_TEMPLATE_INVALID(Kind.BAD_INPUT),
        JUDGE_KEY(Kind.BAD_INPUT),
        JUDGE_ADDRESS(Kind.BAD_INPUT),
        JUDGE_REFUSED(Kind.BAD_INPUT),
        VERDICT_MISSING(Kind.BAD_INPUT),
        LABELS_INVALID(Kind.BAD_INPUT),
        POINT_UNKNOWN(Kind.BAD_INPUT),
        MEASURING_ENDED(Kind.INTERNAL),
        DEVICE_UNAVAILABLE(Kind.BAD_INPUT),
        PARITY_SET_INVALID(Kind.BAD_INPUT),
        PARITY_EXCEEDED(Kind.DIFFERENT),
        LOSS_NOT_FINITE(Kind.BAD_INPUT),
        GRADIENT_NOT_FINITE(Kind.BAD_INPUT),
        OUT_OF_MEMORY(Kind.INTERNAL),
        DEVICE_FAILED(Kind.INTERNAL),
        DOWNLOAD_FAILED(Kind.WRITE_FAILED),
        DOWNLOAD_DIFFERS(Kind.WRITE_FAILED),
        DISK_TOO_SMALL(Kind.WRITE_FAILED),
        // hosts
        HOST_INVALID(Kind.USAGE),
        HOST_UNKNOWN(Kind.BAD_INPUT),
        HOST_UNREACHABLE(Kind.BAD_INPUT),
        HOST_KEY_UNKNOWN(Kind.BAD_INPUT),
        HOST_KEY_CHANGED(Kind.BAD_INPUT),
        HOST_KEY_DIFFERS(Kind.BAD_INPUT),
        HOST_DENIED(Kind.BAD_INPUT),
        HOST_COMMAND(Kind.BAD_INPUT),
        HOST_SYSTEM(Kind.BAD_INPUT),
        HOST_RUNTIME_MISSING(Kind.BAD_INPUT),
        HOST_RUNTIME_OTHER(Kind.BAD_INPUT),
        HOST_RUNTIME_BROKEN(Kind.BAD_INPUT),
        HOST_NO_CARD(Kind.BAD_INPUT),
        HOST_DISK(Kind.BAD_INPUT),
        HOST_CLOCK(Kind.BAD_INPUT),
        ARCHIVE_MISSING(Kind.BAD_INPUT),
        SSH_MISSING(Kind.BAD_INPUT),
        SLURM_REFUSED(Kind.BAD_INPUT),
        // the hub
        HUB_NAME(Kind.USAGE),
        HUB_UNKNOWN(Kind.BAD_INPUT),
        HUB_REVISION(Kind.BAD_INPUT),
        HUB_GATED(Kind.BAD_INPUT),
        HUB_TOKEN(Kind.BAD_INPUT),
        HUB_ANSWER(Kind.BAD_INPUT),
        HUB_NOTHING(Kind.BAD_INPUT),
        HUB_OFFLINE(Kind.BAD_INPUT),
        HUB_WAITS(Kind.WRITE_FAILED),
        HUB_BUSY(Kind.LOCKED),
        ENGINE_UNAVAILABLE(Kind.INTERNAL),
        INTERNAL(Kind.INTERNAL);

        private final Kind kind;

        Code(Kind kind) {
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }
    }

    public static Problem of(Code code, Object... arguments) {
        return new Problem(
                code, java.util.Arrays.stream(arguments).map(String::valueOf).toList(), null);
    }

    /// A file or folder that could not be read.
    public static Problem ofRead(Path file, IOException e) {
        return e instanceof NoSuchFileException
                ? of(Code.FILE_MISSING, file)
                : of(Code.FILE_UNREADABLE, file, reason(e));
    }

    /// A file or folder that could not be written.
    public static Problem ofWrite(Path file, IOException e) {
        String reason = reason(e);
        return reason.contains("No space left") || reason.contains("quota exceeded")
                ? of(Code.DISK_FULL, file)
                : of(Code.WRITE_FAILED, file, reason);
    }

    public Problem withDetail(String text) {
        return new Problem(code, arguments, text);
    }

    /// One or two whole sentences: what is wrong, and what to do.
    public String sentence(Locale locale) {
        ResourceBundle bundle = ResourceBundle.getBundle("dev.sku.protocol.problems", locale);
        return new MessageFormat(bundle.getString(code.name()), locale).format(arguments.toArray());
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission is missing";
            case NoSuchFileException _ -> "a folder of its path does not exist";
            case NotDirectoryException _ -> "it is not a folder";
            case FileAlreadyExistsException _ -> "a file stands in the place of a folder";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            case CharacterCodingException _ -> "it is not UTF-8 text";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
