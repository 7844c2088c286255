package dev.sku.runtime.parquet;

import dev.sku.protocol.ProblemException;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/// The pages of one column in one row group, read from the file when they are asked for: one at a time is in memory.
final class ColumnPages implements PageReader {
    private static final int MOST_HEADER = 16 << 20; // holds the smallest and largest value
    private static final int ENTRY =
            64; // bytes in memory that an entry of a dictionary takes beside its own

    private final ChunkBytes in;
    private final Codec codec;
    private final long values;
    private final PageMemory memory;
    private final Place place;
    private long seen;
    private long held;
    private @Nullable PageHeader ahead;

    ColumnPages(ChunkBytes in, Codec codec, long values, PageMemory memory, Place place) {
        this.in = in;
        this.codec = codec;
        this.values = values;
        this.memory = memory;
        this.place = place;
    }

    @Override
    public long getTotalValueCount() {
        return values;
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
        PageHeader header = header();
        if (header.getType() != PageType.DICTIONARY_PAGE) {
            ahead = header;
            return null;
        }
        DictionaryPageHeader dictionary = header.getDictionary_page_header();
        if (dictionary == null
                || dictionary.getNum_values() < 0
                || dictionary.getNum_values() > header.getUncompressed_page_size()) {
            throw place.fault("the header of a dictionary is damaged");
        }
        memory.take(size(header) + (long) ENTRY * dictionary.getNum_values(), place);
        byte[] bytes = body(header, 0);
        return new DictionaryPage(
                BytesInput.from(bytes),
                dictionary.getNum_values(),
                encoding(dictionary.getEncoding()));
    }

    @Override
    public @Nullable DataPage readPage() {
        while (seen < values) {
            PageHeader header = ahead == null ? header() : ahead;
            ahead = null;
            DataPage page =
                    switch (Objects.requireNonNull(header.getType())) {
                        case DATA_PAGE -> first(header, header.getData_page_header());
                        case DATA_PAGE_V2 -> second(header, header.getData_page_header_v2());
                        case INDEX_PAGE -> {
                            body(header, 0);
                            yield null;
                        }
                        case DICTIONARY_PAGE ->
                                throw place.fault("a dictionary stands behind its values");
                    };
            if (page != null && page.getValueCount() > 0) {
                return page;
            }
        }
        return null;
    }

    private PageHeader header() {
        PageHeader header = ThriftStructs.pageHeader(in, MOST_HEADER, place);
        int packed = header.getCompressed_page_size();
        if (header.getType() == null || packed < 0 || header.getUncompressed_page_size() < 0) {
            throw place.fault("the header of a page is damaged");
        }
        if (packed > in.left()) {
            throw place.fault(
                    "a page says that it has %d bytes where %d are left"
                            .formatted(packed, in.left()));
        }
        if (!codec.possible(packed, header.getUncompressed_page_size())) {
            throw place.fault(
                    "a page of %d bytes says that it holds %d"
                            .formatted(packed, header.getUncompressed_page_size()));
        }
        return header;
    }

    private DataPage first(PageHeader header, @Nullable DataPageHeader page) {
        if (page == null) {
            throw place.fault("the header of a page is damaged");
        }
        count(page.getNum_values());
        byte[] bytes = held(header, 0);
        return new DataPageV1(
                BytesInput.from(bytes),
                page.getNum_values(),
                bytes.length,
                null,
                encoding(page.getRepetition_level_encoding()),
                encoding(page.getDefinition_level_encoding()),
                encoding(page.getEncoding()));
    }

    /// The second form keeps its levels, which come first, out of the compression.
    private DataPage second(PageHeader header, @Nullable DataPageHeaderV2 page) {
        if (page == null) {
            throw place.fault("the header of a page is damaged");
        }
        int repetition = page.getRepetition_levels_byte_length();
        int definition = page.getDefinition_levels_byte_length();
        int most = Math.min(header.getCompressed_page_size(), header.getUncompressed_page_size());
        if (repetition < 0 || definition < 0 || (long) repetition + definition > most) {
            throw place.fault("the header of a page is damaged");
        }
        count(page.getNum_values());
        int levels = repetition + definition;
        if (!page.isIs_compressed()
                && header.getCompressed_page_size() != header.getUncompressed_page_size()) {
            throw place.fault("the header of a page is damaged");
        }
        byte[] bytes = held(header, page.isIs_compressed() ? levels : -1);
        return DataPageV2.uncompressed(
                page.getNum_rows(),
                page.getNum_nulls(),
                page.getNum_values(),
                BytesInput.from(bytes, 0, repetition),
                BytesInput.from(bytes, repetition, definition),
                encoding(page.getEncoding()),
                BytesInput.from(bytes, levels, bytes.length - levels),
                null);
    }

    private void count(int more) {
        if (more < 0 || more > values - seen) {
            throw place.fault("a page holds more values than its column");
        }
        seen += more;
    }

    private byte[] held(PageHeader header, int plain) {
        memory.take(size(header) - held, place);
        held = size(header);
        return body(header, plain);
    }

    private static long size(PageHeader header) {
        return Math.max(header.getCompressed_page_size(), header.getUncompressed_page_size());
    }

    /// @param plain bytes at the start that are not compressed; -1 where none is
    private byte[] body(PageHeader header, int plain) {
        try {
            byte[] packed = in.bytes(header.getCompressed_page_size());
            check(header, packed);
            int size = header.getUncompressed_page_size();
            if (plain < 0 || (codec == Codec.NONE && packed.length == size)) {
                return packed;
            }
            byte[] rest = codec.unpack(packed, plain, size - plain);
            if (plain == 0) {
                return rest;
            }
            byte[] whole = new byte[size];
            System.arraycopy(packed, 0, whole, 0, plain);
            System.arraycopy(rest, 0, whole, plain, rest.length);
            return whole;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private ProblemException broken(IOException e) {
        return place.fault("a page cannot be read: " + e.getMessage(), e);
    }

    private void check(PageHeader header, byte[] packed) {
        if (header.isSetCrc()) {
            CRC32 sum = new CRC32();
            sum.update(packed);
            if ((int) sum.getValue() != header.getCrc()) {
                throw place.fault("the checksum of a page is wrong");
            }
        }
    }

    private Encoding encoding(org.apache.parquet.format.@Nullable Encoding named) {
        if (named == null) {
            throw place.fault("a page is encoded in a way that is not known");
        }
        return Encoding.valueOf(named.name());
    }
}
