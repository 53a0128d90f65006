package io.apogeemq.store.dispatch;

import io.apogeemq.common.concurrent.Loop;
import io.apogeemq.store.commitlog.CommitLog;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.file.MappedFile;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks the log once more for a derived store that is behind, piece by piece between the turns of the
 * dispatch, until it has caught up.
 *
 * <p>It passes by what is damaged: the records before and behind are handed on.
 *
 * <p>Threads: the dispatch thread.
 */
final class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);
    private static final int RECORDS_PER_TURN = 1024;
    private static final int BYTES_PER_TURN = 4 << 20;

    private final CommitLog commitLog;
    private final CatchUpTarget target;
    private final RecordScanner scanner;
    private final DispatchRecord record;
    private final TopicNames topics = new TopicNames();
    private boolean told;

    CatchUp(CommitLog commitLog, CatchUpTarget target, RecordScanner scanner) {
        this.scanner = scanner;
        this.record = new DispatchRecord(scanner);
        this.commitLog = commitLog;
        this.target = target;
    }

    /**
     * Hands some records in.
     *
     * @param dispatched where the dispatch is
     * @return nanoseconds until there is more to do
     */
    long turn(long dispatched) {
        if (!target.isLagging()) {
            return Loop.UNTIL_WOKEN;
        }
        long wait = target.prepare();
        if (wait != CatchUpTarget.READY) {
            return wait == CatchUpTarget.NOT_YET ? 0 : wait;
        }
        tell(dispatched);
        long end = target.completeBelow() + BYTES_PER_TURN;
        for (int i = 0; i < RECORDS_PER_TURN; i++) {
            long at = Math.max(target.completeBelow(), commitLog.minOffset());
            if (at >= dispatched) {
                target.follow();
                log.info("caught up with the log name={} logOffset={}", target.name(), at);
                told = false;
                return 0;
            }
            if (at >= end || !step(at, dispatched)) {
                return 0;
            }
        }
        return 0;
    }

    private void tell(long dispatched) {
        if (!told) {
            told = true;
            log.info(
                    "behind the log, catching up name={} from={} to={}",
                    target.name(),
                    target.completeBelow(),
                    dispatched);
        }
    }

    /** Returns whether to go on in this turn. */
    private boolean step(long at, long dispatched) {
        Optional<MappedFile> found = commitLog.files().find(at);
        if (found.isEmpty() || !found.get().tryLease()) {
            target.reached(nextFile(at, dispatched));
            return true;
        }
        MappedFile file = found.get();
        try {
            int position = (int) (at - file.firstOffset());
            int limit = (int) Math.min(file.fileBytes(), dispatched - file.firstOffset());
            RecordCheck check = scanner.inspect(file.buffer(), position, limit, at, true);
            if (check == RecordCheck.VALID) {
                record.readScanned(topics.of(scanner.topicArray(), scanner.topicBytes()));
                return target.acceptLate(record);
            }
            boolean isFileEnd = check == RecordCheck.BLANK || limit - position < Long.BYTES;
            target.reached(
                    isFileEnd
                            ? Math.min(file.endOffset(), dispatched)
                            : nextRecord(file, position + 1, limit));
            return isFileEnd;
        } finally {
            file.release();
        }
    }

    /** Where the log goes on behind a gap. */
    private long nextFile(long at, long dispatched) {
        for (MappedFile file : commitLog.files().snapshot()) {
            if (file.firstOffset() > at) {
                return Math.min(file.firstOffset(), dispatched);
            }
        }
        return dispatched;
    }

    /** Physical offset of the next whole record of a file, or as far as it was looked for. */
    private long nextRecord(MappedFile file, int from, int fileLimit) {
        int limit = (int) Math.min(fileLimit, (long) from + BYTES_PER_TURN);
        for (int position = from; position < limit; position++) {
            long offset = file.firstOffset() + position;
            if (scanner.inspect(file.buffer(), position, fileLimit, offset, true)
                    == RecordCheck.VALID) {
                return offset;
            }
        }
        return file.firstOffset() + limit;
    }
}
