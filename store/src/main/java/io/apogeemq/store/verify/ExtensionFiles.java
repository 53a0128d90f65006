package io.apogeemq.store.verify;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The files beside a queue in which the peer keeps what does not fit into an entry: the entry has an
 * address instead of the tags code.
 *
 * <pre>
 * one unit: int16 size, int64 tags code, int64 store time, int16 bytes of a bitmap, bitmap
 * address = position in the sequence of files - 2^63
 * </pre>
 *
 * Source: store spec, "ConsumeQueue", section 3. Threads: confined to one.
 */
final class ExtensionFiles {

    private static final int UNIT_HEADER_BYTES = 20;
    private static final int TAGS_CODE = 2;

    private final StoreFiles files;
    private final Path root;
    private final ReadMeter meter;

    ExtensionFiles(StoreFiles files, Path rootDir, ReadMeter meter) {
        this.files = files;
        this.root = rootDir.resolve("consumequeue_ext");
        this.meter = meter;
    }

    /** Hashes and times are always larger. */
    static boolean isAddress(long tagsCode) {
        return tagsCode < Integer.MIN_VALUE;
    }

    /** The tags code a unit has, if there is a unit. */
    OptionalLong tagsCode(String topic, int queueId, long address) throws IOException {
        long position = address - Long.MIN_VALUE;
        Path holder = null;
        for (Path path : files.listFiles(root.resolve(topic).resolve(Integer.toString(queueId)))) {
            if (StoreLayout.isSegmentName(path.getFileName().toString())
                    && StoreLayout.firstOffset(path) <= position) {
                holder = path;
            }
        }
        if (holder == null) {
            return OptionalLong.empty();
        }
        ByteBuffer unit = ByteBuffer.allocate(UNIT_HEADER_BYTES);
        try (StoreFile file = files.open(holder)) {
            file.read(unit, position - StoreLayout.firstOffset(holder));
        }
        meter.read(UNIT_HEADER_BYTES);
        return unit.getShort(0) < UNIT_HEADER_BYTES
                ? OptionalLong.empty()
                : OptionalLong.of(unit.getLong(TAGS_CODE));
    }
}
