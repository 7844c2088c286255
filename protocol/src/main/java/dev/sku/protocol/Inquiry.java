package dev.sku.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question about models, rows, devices or measured points where an agent is. It changes nothing, and is answered by a process of its own
/// that reads with the code that trains.
///
/// @param <F> what is found
public sealed interface Inquiry<F extends Finding> {
    Class<F> finding();

    /// What a model folder holds.
    record Model(String folder) implements Inquiry<Finding.Model> {
        @Override
        public Class<Finding.Model> finding() {
            return Finding.Model.class;
        }
    }

    /// Everything else about it that a person may want to look at.
    record Details(String folder) implements Inquiry<Finding.Details> {
        @Override
        public Class<Finding.Details> finding() {
            return Finding.Details.class;
        }
    }

    /// Which secrets the processes of the agent find.
    ///
    /// @param variables names of environment variables
    record Secrets(List<String> variables) implements Inquiry<Finding.Secrets> {
        public Secrets {
            variables = List.copyOf(variables);
        }

        @Override
        public Class<Finding.Secrets> finding() {
            return Finding.Secrets.class;
        }
    }

    /// How large the models are that measure a run.
    record Measuring(JudgeSpec judge, @Nullable String encoder)
            implements Inquiry<Finding.Measuring> {
        @Override
        public Class<Finding.Measuring> finding() {
            return Finding.Measuring.class;
        }
    }

    /// How large the sides of a comparison are.
    record Sides(List<SideSpec> sides) implements Inquiry<Finding.Sides> {
        @Override
        public Class<Finding.Sides> finding() {
            return Finding.Sides.class;
        }
    }

    /// Model folders in the Hugging Face cache.
    record Cached() implements Inquiry<Finding.Cached> {
        @Override
        public Class<Finding.Cached> finding() {
            return Finding.Cached.class;
        }
    }

    /// The columns of a file of rows.
    record Columns(String file) implements Inquiry<Finding.Columns> {
        @Override
        public Class<Finding.Columns> finding() {
            return Finding.Columns.class;
        }
    }

    /// Some rows of a file, and what is known about all.
    ///
    /// @param counted as the asker knows it: the answer waits a moment for more; −1 asks for one at once
    record Rows(RowsOf of, Page page, int counted) implements Inquiry<Finding.Rows> {
        @Override
        public Class<Finding.Rows> finding() {
            return Finding.Rows.class;
        }
    }

    /// One row as the model is given it.
    ///
    /// @param index as [Finding.Row] has it
    record Prompt(RowsOf of, int index) implements Inquiry<Finding.Prompt> {
        @Override
        public Class<Finding.Prompt> finding() {
            return Finding.Prompt.class;
        }
    }

    /// What runs can be computed on.
    record Devices() implements Inquiry<Finding.Devices> {
        @Override
        public Class<Finding.Devices> finding() {
            return Finding.Devices.class;
        }
    }

    /// Which files a specification names that are not there.
    record Missing(RunSpec spec) implements Inquiry<Finding.Missing> {
        @Override
        public Class<Finding.Missing> finding() {
            return Finding.Missing.class;
        }
    }

    /// What lies at some paths; those that do not begin with `/` begin at home.
    record Places(List<String> paths) implements Inquiry<Finding.Places> {
        public Places {
            paths = List.copyOf(paths);
        }

        @Override
        public Class<Finding.Places> finding() {
            return Finding.Places.class;
        }
    }

    /// What was measured of a run, at any step and λ.
    ///
    /// @param run its folder
    record Points(String run) implements Inquiry<Finding.Points> {
        @Override
        public Class<Finding.Points> finding() {
            return Finding.Points.class;
        }
    }

    /// What a run was asked to do.
    ///
    /// @param run its folder; one that does not begin with `/` begins at home
    record Spec(String run) implements Inquiry<Finding.Spec> {
        @Override
        public Class<Finding.Spec> finding() {
            return Finding.Spec.class;
        }
    }

    /// Which rows a file is expected to hold.
    enum Side {
        HARMFUL,
        NORMAL
    }

    /// A file of rows and how a run would read it.
    ///
    /// @param columns null for the side's own layout (PKU-SafeRLHF, TruthfulQA)
    record RowsOf(String file, Side side, @Nullable ColumnMapping columns, Reading reading) {}

    /// What a specification says about reading.
    ///
    /// @param model folder whose tokenizer counts; null leaves tokens uncounted
    /// @param split null where all rows are trained on, because unseen ones have files of their own
    record Reading(
            @Nullable String model,
            Profile profile,
            String template,
            int maxTokens,
            @Nullable SplitSpec split,
            long seed) {
        /// As a run of this specification reads.
        public static Reading of(RunSpec spec, Side side) {
            boolean apart =
                    switch (side) {
                        case HARMFUL -> spec.data().unseenHarmful() != null;
                        case NORMAL -> spec.data().unseenNormal() != null;
                    };
            return new Reading(
                    spec.model().folder().isBlank() ? null : spec.model().folder(),
                    spec.acquisition().profile(),
                    spec.data().template(),
                    spec.data().maxTokens(),
                    apart ? null : spec.data().split(),
                    spec.seed());
        }
    }

    /// Rows that are asked for: those of a part that hold some words, from a place on.
    ///
    /// @param words anywhere in question or answer, in any case; empty for all
    record Page(View view, String words, int from, int count) {}

    enum View {
        ALL,
        TRAINING,
        VALIDATION,
        TEST,
        LEFT_OUT
    }
}
