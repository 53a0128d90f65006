package io.apogeemq.store.crash;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.crash.StoreModel.QueueName;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One queue as a consumer sees it: everything that can be read, with the hashes of its entries. */
record StoreView(long minOffset, long maxOffset, List<Message> messages, List<Long> tagsCodes) {

    private static final int MOST_MESSAGES = 64;

    /** One record as it was read. */
    record Message(long queueOffset, long physicalOffset, ByteBuffer record) {

        boolean isSame(Message other) {
            return queueOffset == other.queueOffset
                    && physicalOffset == other.physicalOffset
                    && record.equals(other.record);
        }
    }

    /** Reads a queue to its end. */
    static StoreView of(MessageStore store, QueueName queue) {
        return of(store, queue, MOST_MESSAGES);
    }

    /** Reads a queue to its end, so many messages at a time; 1 where entries may be damaged. */
    static StoreView of(MessageStore store, QueueName queue, int most) {
        List<Message> messages = new ArrayList<>();
        List<Long> tagsCodes = new ArrayList<>();
        long min = store.minOffset(queue.topic(), queue.queueId());
        long max = store.maxOffset(queue.topic(), queue.queueId());
        long at = min;
        while (at < max) {
            long next = read(store, queue, at, most, messages, tagsCodes);
            Broken.unless(next > at, "reading " + queue + " stands still at " + at);
            at = next;
        }
        return new StoreView(min, max, messages, tagsCodes);
    }

    /** Reads from an offset on; returns where to read on. */
    static long read(
            MessageStore store,
            QueueName queue,
            long from,
            int most,
            List<Message> messages,
            List<Long> tagsCodes) {
        List<Long> accepted = new ArrayList<>();
        ReadRequest request =
                new ReadRequest(
                        queue.topic(),
                        queue.queueId(),
                        from,
                        most,
                        1 << 20,
                        tagsCode -> accepted.add(tagsCode));
        ReadResult result = store.read(request);
        if (result instanceof ReadResult.Found found) {
            try (found) {
                int before = messages.size();
                for (MappedSlice slice : found.slices()) {
                    addRecords(slice, messages);
                }
                if (most == 1) {
                    tagsCodes.add(accepted.get(accepted.size() - 1));
                } else {
                    // Entries that were looked at and did not fit any more come again.
                    tagsCodes.addAll(accepted.subList(0, messages.size() - before));
                }
                return found.nextOffset();
            }
        }
        if (result instanceof ReadResult.NoMatchUntil none) {
            return none.nextOffset();
        }
        if (result instanceof ReadResult.NothingYet || result instanceof ReadResult.NoSuchQueue) {
            return from;
        }
        throw new Broken("reading " + queue + " from " + from + " answers " + result, null);
    }

    private static void addRecords(MappedSlice slice, List<Message> messages) {
        ByteBuffer records = slice.buffer();
        int at = 0;
        while (at < records.limit()) {
            int length = records.getInt(at + RecordLayout.TOTAL_SIZE);
            Broken.unless(
                    length > 0 && at + length <= records.limit(),
                    "a slice holds a record of " + length + " bytes");
            byte[] copy = new byte[length];
            records.get(at, copy);
            ByteBuffer record = ByteBuffer.wrap(copy);
            messages.add(
                    new Message(
                            record.getLong(RecordLayout.QUEUE_OFFSET),
                            slice.physicalOffset() + at,
                            record));
            at += length;
        }
    }
}
