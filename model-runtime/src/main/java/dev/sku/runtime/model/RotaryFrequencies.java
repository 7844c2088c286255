package dev.sku.runtime.model;

/// Inverse frequencies of rotary positions (Su et al. 2021) and their scaled kinds.
final class RotaryFrequencies {
    private RotaryFrequencies() {}

    /// headDim/2 frequencies θ^(−2i/headDim), scaled as the configuration says; float32 as in Hugging Face.
    static float[] of(LlamaConfig config) {
        int half = config.headDim() / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            float exponent = (2 * i) / (float) config.headDim();
            frequencies[i] = (float) (1.0 / Math.pow(config.ropeTheta(), exponent));
        }
        switch (config.ropeScaling()) {
            case RopeScaling.Default() -> {}
            case RopeScaling.Linear(double factor) -> {
                for (int i = 0; i < half; i++) {
                    frequencies[i] = (float) (frequencies[i] / factor);
                }
            }
            case RopeScaling.Llama3 llama3 -> {
                for (int i = 0; i < half; i++) {
                    frequencies[i] = (float) llama3(frequencies[i], llama3);
                }
            }
        }
        return frequencies;
    }

    /// Llama 3.1: long wavelengths are divided by the factor, short ones kept, those between blended.
    private static double llama3(double frequency, RopeScaling.Llama3 s) {
        double wavelength = 2 * Math.PI / frequency;
        double longest = s.originalMaxPositions() / s.lowFreqFactor();
        double shortest = s.originalMaxPositions() / s.highFreqFactor();
        if (wavelength > longest) {
            return frequency / s.factor();
        }
        if (wavelength < shortest) {
            return frequency;
        }
        double smooth =
                (s.originalMaxPositions() / wavelength - s.lowFreqFactor())
                        / (s.highFreqFactor() - s.lowFreqFactor());
        return (1 - smooth) * frequency / s.factor() + smooth * frequency;
    }
}
