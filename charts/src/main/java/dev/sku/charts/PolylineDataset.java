package dev.sku.charts;

import java.util.ArrayList;
import java.util.List;
import org.jfree.data.DomainOrder;
import org.jfree.data.xy.AbstractXYDataset;

/// The polylines of a chart in JFreeChart's terms.
final class PolylineDataset extends AbstractXYDataset {
    private static final long serialVersionUID = 1;

    private final transient List<Polyline> lines = new ArrayList<>();

    void show(List<Polyline> next) {
        lines.clear();
        lines.addAll(next);
    }

    @Override
    public DomainOrder getDomainOrder() {
        return DomainOrder.ASCENDING;
    }

    @Override
    public int getSeriesCount() {
        return lines.size();
    }

    @Override
    public Comparable<?> getSeriesKey(int series) {
        return series;
    }

    @Override
    public int getItemCount(int series) {
        return lines.get(series).size();
    }

    @Override
    public Number getX(int series, int item) {
        return getXValue(series, item);
    }

    @Override
    public Number getY(int series, int item) {
        return getYValue(series, item);
    }

    @Override
    public double getXValue(int series, int item) {
        return lines.get(series).x(item);
    }

    @Override
    public double getYValue(int series, int item) {
        return lines.get(series).y(item);
    }
}
