package io.apogeemq.store.query;

import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScanner;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.index.IndexSearch;
import io.apogeemq.store.index.MessageIndex;
import io.apogeemq.store.read.MessageReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds messages by key. The index says where to look; topic, key and store time of each record decide.
 *
 * <p>Threads: any. A search may read cold parts of the log.
 */
public final class MessageQuery {

    private static final byte[] UNIQUE_KEY =
            PropertyKeys.UNIQUE_KEY.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEYS = PropertyKeys.KEYS.getBytes(StandardCharsets.US_ASCII);

    /** Records that are looked at for one query, most of which don't fit only if somebody wants that. */
    private static final int MOST_CANDIDATES = 100_000;

    private final MessageIndex index;
    private final MessageReader reader;

    public MessageQuery(MessageIndex index, MessageReader reader) {
        this.index = index;
        this.reader = reader;
    }

    /** The newest messages that fit. */
    public QueryResult find(KeyQuery query) {
        IndexSearch search = index.search();
        Search found = new Search(query);
        boolean done = false;
        try {
            search.find(
                    query.topic(),
                    query.key(),
                    query.beginTimestamp(),
                    query.endTimestamp(),
                    found::look);
            done = true;
        } finally {
            if (!done) {
                found.records.forEach(MappedSlice::close);
            }
        }
        return new QueryResult(
                new ArrayList<>(found.records),
                search.lastTimestamp(),
                Math.max(0, search.lastPhysicalOffset()));
    }

    /** One search under way; confined to its thread. */
    private final class Search {
        private final KeyQuery query;
        private final byte[] topic;
        private final byte[] key;
        private final RecordScanner scanner = new RecordScanner();
        private final Deque<MappedSlice> records = new ArrayDeque<>();
        private long bytes;
        private int candidates;
        private long before = Long.MAX_VALUE;

        Search(KeyQuery query) {
            this.query = query;
            this.topic = query.topic().getBytes(StandardCharsets.UTF_8);
            this.key = query.key().getBytes(StandardCharsets.UTF_8);
        }

        /** Takes a record if it fits; returns whether to go on. */
        boolean look(long physicalOffset) {
            if (physicalOffset >= before) {
                return true; // twice the same key
            }
            before = physicalOffset;
            long stored = reader.storeTimestampAt(physicalOffset, MessageReader.NO_TIME);
            if (stored < query.beginTimestamp() || stored > query.endTimestamp()) {
                return ++candidates < MOST_CANDIDATES;
            }
            Optional<MappedSlice> record = reader.record(physicalOffset);
            if (record.isEmpty()) {
                return ++candidates < MOST_CANDIDATES;
            }
            MappedSlice slice = record.get();
            if (!fits(slice)) {
                slice.close();
                return ++candidates < MOST_CANDIDATES;
            }
            if (!records.isEmpty() && bytes + slice.length() > query.mostBytes()) {
                slice.close();
                return false;
            }
            records.addFirst(slice);
            bytes += slice.length();
            return records.size() < query.mostMessages();
        }

        private boolean fits(MappedSlice slice) {
            RecordCheck check =
                    scanner.inspect(
                            slice.buffer(), 0, slice.length(), slice.physicalOffset(), false);
            if (check != RecordCheck.VALID
                    || !Arrays.equals(
                            scanner.topicArray(),
                            0,
                            scanner.topicBytes(),
                            topic,
                            0,
                            topic.length)) {
                return false;
            }
            return isUniqueKey() || (!query.uniqueOnly() && isOneOfKeys());
        }

        private boolean isUniqueKey() {
            byte[] text = scanner.propertiesArray();
            long found = scanner.find(UNIQUE_KEY);
            if (found == PropertyScanner.NOT_FOUND) {
                return false;
            }
            int from = PropertyScanner.position(found);
            return isKey(text, from, from + PropertyScanner.length(found));
        }

        private boolean isOneOfKeys() {
            byte[] text = scanner.propertiesArray();
            long found = scanner.find(KEYS);
            if (found == PropertyScanner.NOT_FOUND) {
                return false;
            }
            int start = PropertyScanner.position(found);
            int end = start + PropertyScanner.length(found);
            for (int at = start; at <= end; at++) {
                if (at == end || text[at] == ' ') {
                    if (isKey(text, start, at)) {
                        return true;
                    }
                    start = at + 1;
                }
            }
            return false;
        }

        private boolean isKey(byte[] text, int from, int to) {
            return Arrays.equals(text, from, to, key, 0, key.length);
        }
    }
}
