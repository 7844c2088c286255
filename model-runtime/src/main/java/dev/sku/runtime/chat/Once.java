package dev.sku.runtime.chat;

import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Predicate;

/// Python's generator: items that are computed when they are asked for, and given out once.
final class Once implements Iterator<Object> {
    private final Budget budget;
    private final Iterator<Object> items;

    Once(Budget budget, Iterator<Object> items) {
        this.budget = budget;
        this.items = items;
    }

    @Override
    public boolean hasNext() {
        budget.enter();
        boolean more = items.hasNext();
        budget.leave();
        return more;
    }

    @Override
    public Object next() {
        budget.enter();
        budget.spend(1);
        Object item = items.next();
        budget.leave();
        return item;
    }

    Once map(Function<Object, Object> how) {
        Iterator<Object> from = this;
        return new Once(
                budget,
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return from.hasNext();
                    }

                    @Override
                    public Object next() {
                        return how.apply(from.next());
                    }
                });
    }

    Once filter(Predicate<Object> which) {
        return new Once(budget, new Filtered(this, which));
    }

    /// Looks no further than it is asked to.
    private static final class Filtered implements Iterator<Object> {
        private final Iterator<Object> from;
        private final Predicate<Object> which;
        private Object found = None.NONE;
        private boolean has;

        Filtered(Iterator<Object> from, Predicate<Object> which) {
            this.from = from;
            this.which = which;
        }

        @Override
        public boolean hasNext() {
            while (!has && from.hasNext()) {
                found = from.next();
                has = which.test(found);
            }
            return has;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            has = false;
            return found;
        }
    }
}
