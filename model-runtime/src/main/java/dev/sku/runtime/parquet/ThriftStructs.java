package dev.sku.runtime.parquet;

import java.io.InputStream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TProtocolUtil;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/// The two structures of a Parquet file that are written in Thrift's compact form.
///
/// A text or list that claims to be longer than what it stands in is refused before room is made for it, and so are
/// structures nested deeper than any that Parquet has.
final class ThriftStructs {
    private static final int DEEPEST = 64;

    static {
        TProtocolUtil.setMaxSkipDepth(DEEPEST);
    }

    private ThriftStructs() {}

    /// @param length of the footer in bytes
    static FileMetaData footer(InputStream in, int length, Place place) {
        return read(in, length, new FileMetaData(), place, "its footer is damaged");
    }

    /// @param most bytes a header may have
    static PageHeader pageHeader(InputStream in, int most, Place place) {
        return read(in, most, new PageHeader(), place, "the header of a page is damaged");
    }

    private static <T extends TBase<T, ?>> T read(
            InputStream in, int most, T into, Place place, String otherwise) {
        try {
            into.read(
                    new TCompactProtocol(
                            new TIOStreamTransport(new TConfiguration(most, most, DEEPEST), in),
                            most,
                            most));
            return into;
        } catch (TException | RuntimeException e) {
            throw place.fault(otherwise, e);
        }
    }
}
