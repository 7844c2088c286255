package dev.sku.charts;

/// The part of a scatter chart that is looked at, in shares of its whole axes.
record ScatterView(double left, double right, double bottom, double top) {
    static final ScatterView WHOLE = new ScatterView(0, 1, 0, 1);

    private static final double SMALLEST = 1e-3;

    boolean isWhole() {
        return equals(WHOLE);
    }

    /// More or less of both axes about a place that stays where it is.
    ///
    /// @param x share of what is looked at, as is `y`
    /// @param factor below 1 nearer
    ScatterView around(double x, double y, double factor) {
        double width = Math.clamp((right - left) * factor, SMALLEST, 1);
        double height = Math.clamp((top - bottom) * factor, SMALLEST, 1);
        return of(
                left + x * (right - left - width),
                width,
                bottom + y * (top - bottom - height),
                height);
    }

    /// By shares of what is looked at; no further than the whole.
    ScatterView moved(double x, double y) {
        return of(
                left + x * (right - left), right - left, bottom + y * (top - bottom), top - bottom);
    }

    static ScatterView between(double left, double right, double bottom, double top) {
        return of(left, Math.max(SMALLEST, right - left), bottom, Math.max(SMALLEST, top - bottom));
    }

    private static ScatterView of(double left, double width, double bottom, double height) {
        double fromLeft = Math.clamp(left, 0, 1 - width);
        double fromBottom = Math.clamp(bottom, 0, 1 - height);
        return width == 1 && height == 1
                ? WHOLE
                : new ScatterView(fromLeft, fromLeft + width, fromBottom, fromBottom + height);
    }

    Scatter part(Scatter whole) {
        return isWhole()
                ? whole
                : new Scatter(
                        part(whole.x(), left, right),
                        part(whole.y(), bottom, top),
                        whole.series(),
                        whole.front(),
                        whole.knee(),
                        whole.kneeWords());
    }

    private static Scatter.Axis part(Scatter.Axis axis, double from, double to) {
        return axis.between(axis.at(from), axis.at(to));
    }
}
