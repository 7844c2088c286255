package dev.sku.charts;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jspecify.annotations.Nullable;

/// An axis that shows a given scale and its ticks, without lines of its own.
final class ScaleAxis extends NumberAxis {
    private static final long serialVersionUID = 1;

    private transient Scale scale;

    ScaleAxis(@Nullable String label, Scale scale) {
        super(label);
        setAxisLineVisible(false);
        setTickMarksVisible(false);
        setLabelInsets(new RectangleInsets(3, 3, 3, 3));
        setTickLabelInsets(new RectangleInsets(3, 4, 3, 6));
        setLabelFont(ChartPane.FONT);
        setTickLabelFont(ChartPane.FONT);
        this.scale = scale;
        setRange(scale.low(), scale.high());
    }

    void show(Scale next) {
        if (!next.equals(scale)) {
            scale = next;
            setRange(next.low(), next.high());
        }
    }

    Scale scale() {
        return scale;
    }

    @Override
    protected List<?> refreshTicksHorizontal(Graphics2D g, Rectangle2D area, RectangleEdge edge) {
        return scale.ticks(TextAnchor.TOP_CENTER);
    }

    @Override
    protected List<?> refreshTicksVertical(Graphics2D g, Rectangle2D area, RectangleEdge edge) {
        return scale.ticks(TextAnchor.CENTER_RIGHT);
    }
}
