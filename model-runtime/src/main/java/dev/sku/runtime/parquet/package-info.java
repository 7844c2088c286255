/// Parquet files as rows of JSON: footer, pages and compression under limits of their own, since a file may be damaged or
/// hostile; the encodings inside a page are parquet-column's.
@org.jspecify.annotations.NullMarked
package dev.sku.runtime.parquet;
