package dev.sku.protocol;

import org.jspecify.annotations.Nullable;

/// What a finished run leaves besides its journal and result.
///
/// @param unlearnedFolder where the unlearned model is written as a Hugging Face folder; null inside the run folder when
///     `mergedModel` asks for it
/// @param taskVectorFile where the task vector is written; null inside the run folder
/// @param checkpointEvery steps between checkpoints; 0 for none but the last
public record OutputSpec(
        boolean mergedModel,
        @Nullable String unlearnedFolder,
        @Nullable String taskVectorFile,
        int checkpointEvery) {}
