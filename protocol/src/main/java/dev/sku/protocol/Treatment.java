package dev.sku.protocol;

/// What was done to an unlearned model before it was measured, to see whether its harm comes back.
public sealed interface Treatment {
    /// Trained again for so many steps.
    ///
    /// @param control on normal rows, which teach no harm
    record Relearned(int steps, boolean control, Relearning how) implements Treatment {
        /// The same of another seed is another draw of the same treatment.
        @Override
        public Treatment apartFromSeed() {
            return new Relearned(
                    steps,
                    control,
                    new Relearning(how.rows(), how.batch(), how.trained(), how.learningRate(), 0));
        }
    }

    /// Its weights rounded to small integers.
    record Quantized(Quantization weights) implements Treatment {
        @Override
        public Treatment apartFromSeed() {
            return this;
        }
    }

    /// Equal for treatments that differ in their seed alone.
    Treatment apartFromSeed();
}
