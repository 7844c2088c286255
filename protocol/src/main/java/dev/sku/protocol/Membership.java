package dev.sku.protocol;

/// How well rows that were trained on can be told from rows that were kept back, by what a model makes of them.
///
/// 0.5 is as good as a guess; unlearning that leaves a trace is far from it on either side.
///
/// @param seen rows that were trained on
/// @param unseen rows that were kept back
/// @param loss by the mean loss of the answer's tokens
/// @param minK by the mean over the fifth of its tokens that the model expects least (min-k %, k 20)
/// @param zlib by the loss of all its tokens for each byte that zlib needs for it
public record Membership(int seen, int unseen, Auc loss, Auc minK, Auc zlib) {
    /// Area under the receiver operating characteristic: how often a row that was seen looks more familiar than one that was
    /// not, ties counting half.
    ///
    /// @param interval 95 %, by resampling both kinds of rows
    public record Auc(double value, Interval interval) {}
}
