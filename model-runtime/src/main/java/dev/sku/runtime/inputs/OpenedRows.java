package dev.sku.runtime.inputs;

import dev.sku.protocol.BadRow;
import dev.sku.protocol.DataSpec;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Finding.RowFacts;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Inquiry.Page;
import dev.sku.protocol.Inquiry.RowsOf;
import dev.sku.protocol.Inquiry.View;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import dev.sku.runtime.data.DataFiles;
import dev.sku.runtime.data.Example;
import dev.sku.runtime.data.PromptTemplate;
import dev.sku.runtime.data.RowFile;
import dev.sku.runtime.data.RowSplit;
import dev.sku.runtime.data.TextTemplate;
import dev.sku.runtime.data.TextTokenizer;
import dev.sku.runtime.data.TokenizedRows;
import dev.sku.runtime.model.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A file of rows as a run would read it: first its rows, then, in the background, the tokens of each, then the split.
final class OpenedRows implements AutoCloseable {
    private static final int CHUNK = 250;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final RowsOf of;
    private final Thread reading;

    // Guarded by this.
    private @Nullable RowTable table;
    private @Nullable ProblemException fault;
    private boolean ended;
    private boolean closed;

    OpenedRows(RowsOf of) {
        this.of = of;
        this.reading = Thread.ofPlatform().daemon().name("rows").unstarted(this::read);
        reading.start();
    }

    private void read() {
        try {
            RowFile read =
                    DataFiles.read(
                            Path.of(of.file()),
                            side(of.side()),
                            of.columns(),
                            of.reading().profile());
            if (read.rows().isEmpty() && read.badRows().isEmpty()) {
                throw ProblemException.of(Problem.Code.DATA_FILE_EMPTY, of.file());
            }
            begin(new RowTable(read.rows(), read.badRows()));
            count(read.rows());
        } catch (ProblemException e) {
            end(e);
        } catch (OutOfMemoryError | RuntimeException e) {
            end(new ProblemException(Problem.of(Problem.Code.FILE_UNREADABLE, of.file(), e), e));
        }
    }

    private static DataFiles.Side side(Inquiry.Side side) {
        return switch (side) {
            case HARMFUL -> DataFiles.Side.HARMFUL;
            case NORMAL -> DataFiles.Side.NORMAL;
        };
    }

    private void count(List<Example> rows) {
        List<Example> usable = rows;
        String model = of.reading().model();
        if (model != null) {
            int limit = limit(model);
            change(t -> t.count(limit));
            usable = new ArrayList<>();
            try (TextTokenizer tokenizer = TextTokenizer.open(Path.of(model))) {
                PromptTemplate template = PromptTemplate.of(of.reading().template(), tokenizer);
                for (int from = 0; from < rows.size(); from += CHUNK) {
                    if (isClosed()) {
                        return;
                    }
                    int start = from;
                    List<Example> chunk = rows.subList(from, Math.min(rows.size(), from + CHUNK));
                    TokenizedRows counted = TokenizedRows.of(chunk, tokenizer, template, limit);
                    usable.addAll(counted.examples());
                    change(t -> t.counted(start, chunk, counted));
                }
            }
        }
        RowSplit split = split(usable);
        IdentityHashMap<Example, View> parts = new IdentityHashMap<>();
        split.training().forEach(e -> parts.put(e, View.TRAINING));
        split.validation().forEach(e -> parts.put(e, View.VALIDATION));
        split.test().forEach(e -> parts.put(e, View.TEST));
        change(t -> t.split(parts, split));
        end(null);
    }

    private RowSplit split(List<Example> usable) {
        Inquiry.Reading as = of.reading();
        return as.split() == null
                ? new RowSplit(usable, List.of(), List.of())
                : RowSplit.of(usable, as.split(), as.profile(), as.seed());
    }

    private int limit(String model) {
        return Math.min(
                of.reading().maxTokens(), ModelFolder.open(Path.of(model)).config().maxPositions());
    }

    private synchronized void begin(RowTable read) {
        table = read;
        notifyAll();
    }

    private synchronized void change(java.util.function.Consumer<RowTable> change) {
        if (table != null) {
            change.accept(table);
        }
        notifyAll();
    }

    private synchronized void end(@Nullable ProblemException why) {
        fault = why;
        ended = true;
        notifyAll();
    }

    /// A page, once the file is read; waits a moment where no more is counted than the asker knows.
    ///
    /// @throws ProblemException where the file cannot be read
    synchronized Finding.Rows page(Page page, int counted) throws InterruptedException {
        RowTable now = table();
        long until = System.nanoTime() + PATIENCE_NANOS;
        for (long left = PATIENCE_NANOS; left > 0 && !ended; left = until - System.nanoTime()) {
            if (counted < 0) {
                break;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (fault != null) {
            throw fault;
        }
        RowFacts facts = now.facts();
        if (page.view() == View.LEFT_OUT) {
            List<BadRow> left = now.leftOut(page.words());
            return new Finding.Rows(facts, left.size(), List.of(), RowTable.slice(left, page));
        }
        int[] matching = now.matching(page.view(), page.words());
        return new Finding.Rows(facts, matching.length, now.rows(matching, page), List.of());
    }

    /// One row as the model gets it.
    Finding.Prompt prompt(int index) throws InterruptedException {
        Example row;
        synchronized (this) {
            row = table().example(index);
        }
        String model = of.reading().model();
        if (model == null) {
            PromptTemplate template = textTemplate(of.reading().template());
            String before = template.prompt(row.question());
            String whole = template.text(row.question(), row.answer());
            return new Finding.Prompt(whole, before.length(), -1, -1, 0);
        }
        int limit = limit(model);
        try (TextTokenizer tokenizer = TextTokenizer.open(Path.of(model))) {
            PromptTemplate template = PromptTemplate.of(of.reading().template(), tokenizer);
            String before = template.prompt(row.question());
            String whole = template.text(row.question(), row.answer());
            int prompt = template.encode(tokenizer, before).length;
            int all = template.encode(tokenizer, whole).length;
            return new Finding.Prompt(
                    whole,
                    before.length(),
                    prompt,
                    Math.max(0, all - prompt),
                    Math.max(0, all - limit));
        }
    }

    private static PromptTemplate textTemplate(String template) {
        if (template.equals(DataSpec.CHAT_TEMPLATE)) {
            throw ProblemException.of(Problem.Code.CHAT_TEMPLATE_NEEDS_MODEL);
        }
        return new TextTemplate(template);
    }

    private synchronized RowTable table() throws InterruptedException {
        while (table == null && fault == null) {
            wait();
        }
        if (table == null) {
            throw java.util.Objects.requireNonNull(fault);
        }
        return table;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!ended) {
            end(ProblemException.of(Problem.Code.FILE_UNREADABLE, of.file(), "it was closed"));
        }
    }
}
