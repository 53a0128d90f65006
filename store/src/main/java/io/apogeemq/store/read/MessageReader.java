package io.apogeemq.store.read;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.commitlog.CommitLog;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.queue.ConsumeQueue;
import io.apogeemq.store.queue.ConsumeQueueTable;
import io.apogeemq.store.queue.EntryBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads by queue and by position: queue entries, then the filter, then leased slices of the log.
 *
 * <p>Every entry is checked against the record it points to before it is handed out; one that does not
 * fit is passed by and counted. So is a damaged record, of those that are not {@link RecordTrust trusted}.
 *
 * <p>Threads: any, no locks.
 */
public final class MessageReader {

    /** A read looks at so many entries, or as many as were asked for if that is more. */
    private static final int SCAN_LIMIT = 800;

    /** Entries behind the end of a queue that are taken for hot without a further look. */
    private static final long NEAR_ENTRIES = 4096;

    /** No store time: earlier than any. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private static final long ABSENT = Long.MIN_VALUE;

    private final CommitLog commitLog;
    private final ConsumeQueueTable queues;
    private final Visibility visibility;
    private final ThreadLocal<EntryWindows> windows = ThreadLocal.withInitial(EntryWindows::new);
    private final ThreadLocal<EntryBuffer> singleEntries =
            ThreadLocal.withInitial(() -> new EntryBuffer(1));
    private final ColdRead coldRead;
    private final ReadEnds readEnds = new ReadEnds();
    private final RecordTrust trust;
    private final EntryTags tags;
    private final LongAdder badEntries = new LongAdder();

    /**
     * @param openedAt end of the log when the store was opened: records below are checked when read
     * @param checksumsFrom records from this physical offset on end in a checksum of all of them
     */
    public MessageReader(
            CommitLog commitLog,
            ConsumeQueueTable queues,
            Visibility visibility,
            ColdRead coldRead,
            long openedAt,
            long checksumsFrom) {
        this.commitLog = commitLog;
        this.queues = queues;
        this.visibility = visibility;
        this.coldRead = coldRead;
        this.tags = new EntryTags(commitLog);
        this.trust = new RecordTrust(commitLog, coldRead, openedAt, checksumsFrom);
    }

    /** Hot: allocates the result and one slice per contiguous run; no copy of any record. */
    public ReadResult read(ReadRequest request) {
        Optional<ConsumeQueue> found = queues.find(request.topic(), request.queueId());
        if (found.isEmpty()) {
            return new ReadResult.NoSuchQueue();
        }
        ConsumeQueue queue = found.get();
        long min = queue.minOffset();
        long max = queue.maxOffset();
        long from = request.queueOffset();
        if (from == max) {
            return new ReadResult.NothingYet(min, max);
        }
        if (from < min || from > max) {
            return new ReadResult.OutOfRange(min, max);
        }
        SliceCollector slices = new SliceCollector(commitLog, trust);
        boolean done = false;
        try {
            long next = collect(queue, request, max, slices);
            noteEnd(queue, next);
            done = true;
            return slices.messages() == 0
                    ? new ReadResult.NoMatchUntil(next, min, max)
                    : new ReadResult.Found(
                            slices.finish(), next, min, max, slices.messages(), slices.bytes());
        } catch (IOException e) {
            if (from < queue.minOffset()) {
                return new ReadResult.OutOfRange(queue.minOffset(), max); // deleted meanwhile
            }
            throw new UncheckedIOException(
                    "queue '"
                            + request.queueId()
                            + "' of topic '"
                            + request.topic()
                            + "' can't be read",
                    e);
        } finally {
            if (!done) {
                slices.discard();
            }
        }
    }

    /** Returns the offset to read on from. */
    private long collect(ConsumeQueue queue, ReadRequest request, long max, SliceCollector slices)
            throws IOException {
        EntryWindow window = windows.get().of(queue);
        EntryBuffer entries = window.entries();
        EntryFilter filter = request.filter();
        long at = request.queueOffset();
        long end = Math.min(max, at + Math.max(SCAN_LIMIT, request.maxMessages()));
        long batchOffset = -1; // the record whose further messages are in it as well
        while (at < end) {
            int wanted = (int) Math.min(end - at, request.maxMessages());
            int from = window.seek(queue, at, wanted);
            int to = Math.min(entries.count(), from + wanted);
            if (from == to) {
                return at;
            }
            for (int i = from; i < to; i++) {
                if (entries.physicalOffset(i) == batchOffset) {
                    continue;
                }
                if (entries.hasMessage(i) && filter.accepts(tags.of(entries, i))) {
                    int length = entries.recordBytes(i);
                    boolean full =
                            slices.messages() > 0
                                    && (long) slices.bytes() + length > request.maxBytes();
                    if (full || slices.messages() == request.maxMessages()) {
                        return at + i - from;
                    }
                    if (!slices.add(at + i - from, entries.physicalOffset(i), length)
                            && entries.physicalOffset(i) >= commitLog.minOffset()) {
                        badEntries.increment(); // else its file was deleted meanwhile
                    }
                    batchOffset = slices.endsInBatch() ? entries.physicalOffset(i) : -1;
                }
            }
            at += to - from;
            if (slices.messages() == request.maxMessages() && !slices.endsInBatch()) {
                return at;
            }
        }
        return at;
    }

    /** A read ended here: the entry before, or the next one, is in the window. */
    private void noteEnd(ConsumeQueue queue, long queueOffset) {
        if (hasCold()) {
            EntryWindow window = windows.get().of(queue);
            long next = window.physicalOffset(queue, queueOffset);
            long there =
                    next != EntryWindow.NOT_HERE
                            ? next
                            : window.physicalOffset(queue, queueOffset - 1);
            if (there != EntryWindow.NOT_HERE) {
                readEnds.note(queue, queueOffset, there);
            }
        }
    }

    /** Whether there is any message whose reading is likely to wait for the disk. */
    private boolean hasCold() {
        return isCold(commitLog.minOffset());
    }

    /** Whether reading there is likely to wait for the disk: far behind the tail. */
    public boolean isCold(long physicalOffset) {
        return coldRead.isCold(physicalOffset, commitLog.writtenOffset());
    }

    /**
     * Whether a read may have to wait for the disk: it begins far behind the end of the queue, and nobody has
     * just read up to there in the newer part of the log. Does not look at the disk itself.
     */
    public boolean mayBeCold(ReadRequest request) {
        if (!hasCold()) {
            return false;
        }
        Optional<ConsumeQueue> queue = queues.find(request.topic(), request.queueId());
        if (queue.isEmpty() || queue.get().maxOffset() - request.queueOffset() <= NEAR_ENTRIES) {
            return false;
        }
        long near = readEnds.near(queue.get(), request.queueOffset());
        return near == ReadEnds.UNKNOWN || isCold(near);
    }

    /** The record at a position, its checksum looked at; empty for anything else. */
    public Optional<MappedSlice> record(long physicalOffset) {
        long confirmed = visibility.confirmedOffset();
        Optional<MappedFile> found = commitLog.files().find(physicalOffset);
        if (found.isEmpty() || physicalOffset >= confirmed) {
            return Optional.empty();
        }
        MappedFile file = found.get();
        if (!file.tryLease()) {
            return Optional.empty();
        }
        int recordBytes = trust.recordBytes(file, physicalOffset, confirmed);
        if (recordBytes > 0) {
            int position = (int) (physicalOffset - file.firstOffset());
            return Optional.of(file.leasedSlice(position, recordBytes));
        }
        file.release();
        return Optional.empty();
    }

    /** Store time of the message of an entry, or {@code absent}. */
    public long storeTimestamp(ConsumeQueue queue, long queueOffset, long absent) {
        if (queueOffset < queue.minOffset() || queueOffset >= queue.maxOffset()) {
            return absent;
        }
        EntryBuffer entries = singleEntries.get();
        try {
            queue.read(queueOffset, 1, entries);
        } catch (IOException e) {
            throw new UncheckedIOException("queue of topic '" + queue.topic() + "'", e);
        }
        return entries.count() == 0 || !entries.hasMessage(0)
                ? absent
                : storeTimestampAt(entries.physicalOffset(0), absent);
    }

    /** Store time of the record at a position, or {@code absent}. */
    public long storeTimestampAt(long physicalOffset, long absent) {
        Optional<MappedSlice> head = commitLog.slice(physicalOffset, RecordLayout.MIN_RECORD_BYTES);
        if (head.isEmpty()) {
            return absent;
        }
        try (MappedSlice slice = head.get()) {
            ByteBuffer record = slice.buffer();
            int magic = record.getInt(RecordLayout.MAGIC);
            boolean isRecord =
                    (magic == RecordLayout.MAGIC_V1 || magic == RecordLayout.MAGIC_V2)
                            && record.getLong(RecordLayout.PHYSICAL_OFFSET) == physicalOffset;
            int bornHost = RecordLayout.bornHostBytes(record.getInt(RecordLayout.SYS_FLAG));
            return isRecord ? record.getLong(RecordLayout.storeTimestamp(bornHost)) : absent;
        }
    }

    /**
     * Binary search; store times never fall within a queue. An entry whose message can't be read has no
     * time: the next one that has decides for it.
     *
     * @return the offset of a message, or the end (LOWER) or the beginning (UPPER) if there is none
     */
    public long offsetByTime(ConsumeQueue queue, long timestamp, TimeBoundary boundary) {
        long min = queue.minOffset();
        long max = queue.maxOffset();
        long low = min;
        long high = max;
        // Afterwards nothing below low is wanted by LOWER, and UPPER wants the last of it.
        while (low < high) {
            long middle = (low + high) >>> 1;
            long readable = nextReadable(queue, middle, high);
            if (readable == high) {
                high = middle;
                continue;
            }
            long time = storeTimestamp(queue, readable, ABSENT);
            boolean before = boundary == TimeBoundary.LOWER ? time < timestamp : time <= timestamp;
            if (before) {
                low = readable + 1;
            } else {
                high = middle;
            }
        }
        return boundary == TimeBoundary.LOWER
                ? nextReadable(queue, low, max)
                : lastReadable(queue, low, min);
    }

    private long nextReadable(ConsumeQueue queue, long from, long to) {
        long at = from;
        while (at < to && storeTimestamp(queue, at, ABSENT) == ABSENT) {
            at++;
        }
        return at;
    }

    private long lastReadable(ConsumeQueue queue, long below, long min) {
        long at = below - 1;
        while (at > min && storeTimestamp(queue, at, ABSENT) == ABSENT) {
            at--;
        }
        return Math.max(at, min);
    }

    /** How often a record was passed by because its checksum says that it is damaged. */
    public long damagedRecords() {
        return trust.damaged();
    }

    public long badEntries() {
        return badEntries.sum();
    }
}
