package dev.sku.charts;

/// How one series of a line chart is called and coloured.
///
/// @param token colour of the line in `tokens.css`
/// @param textToken the same colour, dark or light enough for small text
public record Line(String name, String token, String textToken, double width) {}
