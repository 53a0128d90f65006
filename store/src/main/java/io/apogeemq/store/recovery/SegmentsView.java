package io.apogeemq.store.recovery;

import io.apogeemq.store.checkpoint.StoreCheckpoint;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.MappedFileQueue;
import io.apogeemq.store.queue.LogView;
import java.io.IOException;
import java.util.Optional;

/**
 * The log files as queues look at them.
 *
 * <p>Threads: the opening thread, but for the offset where the log begins.
 */
final class SegmentsView implements LogView {

    /** Queues that hold records of other topics; spec "ConsumeQueue", section 5. */
    private static final String LIGHT_QUEUE_PREFIX = "%LMQ%";

    private final MappedFileQueue segments;
    private final StoreCheckpoint checkpoint;
    private final RecordScanner scanner = new RecordScanner();

    SegmentsView(MappedFileQueue segments, StoreCheckpoint checkpoint) {
        this.segments = segments;
        this.checkpoint = checkpoint;
    }

    @Override
    public void distrustQueues() throws IOException {
        checkpoint.distrustQueues(segments.minOffset());
    }

    @Override
    public long minOffset() {
        return segments.minOffset();
    }

    @Override
    public boolean confirms(
            String topic, int queueId, long queueOffset, long physicalOffset, int recordBytes) {
        Optional<MappedFile> file = segments.find(physicalOffset);
        if (file.isEmpty()) {
            return false;
        }
        int position = (int) (physicalOffset - file.get().firstOffset());
        RecordCheck check =
                scanner.inspect(
                        file.get().buffer(),
                        position,
                        file.get().fileBytes(),
                        physicalOffset,
                        true);
        boolean isRecord = check == RecordCheck.VALID && scanner.recordBytes() == recordBytes;
        boolean hasOthersToo = scanner.isInnerBatch() || topic.startsWith(LIGHT_QUEUE_PREFIX);
        return isRecord
                && (hasOthersToo
                        || scanner.queueId() == queueId
                                && scanner.queueOffset() == queueOffset
                                && scanner.topic().equals(topic));
    }
}
