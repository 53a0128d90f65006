package io.apogeemq.store.dispatch;

import io.apogeemq.store.commitlog.RecentAppends;
import io.apogeemq.store.commitlog.RecordScanner;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one record to every target. A record that makes no sense is counted and passed by: it never
 * stops the log.
 *
 * <p>Threads: recovery first, then the dispatch thread only.
 */
public final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final long LOGGED_PROBLEMS = 100;

    private final DispatchTarget[] targets;
    private final TagsCodes tagsCodes;
    private final TopicNames topics = new TopicNames();
    private final RecordScanner scanner;
    private final DispatchRecord record;
    private final LongAdder undispatchable = new LongAdder();

    /**
     * @param checksumsFrom from this physical offset on a record without a checksum of the whole is damaged
     */
    public Dispatcher(
            List<DispatchTarget> targets, List<Duration> delayLevels, long checksumsFrom) {
        this.scanner = new RecordScanner(checksumsFrom);
        this.record = new DispatchRecord(scanner);
        this.targets = targets.toArray(DispatchTarget[]::new);
        this.tagsCodes = new TagsCodes(delayLevels);
    }

    /** Look at a position with this, then call {@link #dispatch}. */
    public RecordScanner scanner() {
        return scanner;
    }

    /** Whether records of a topic have to be read from the log, all of them. */
    boolean needsLog(String topic) {
        return tagsCodes.isByDelay(topic);
    }

    /** What was dispatched last. */
    public DispatchRecord record() {
        return record;
    }

    /**
     * Hands on the record the scanner has just found valid.
     *
     * @return whether a target took it, so that somebody may be waiting for it
     */
    public boolean dispatch() throws IOException {
        record.readScanned(topics.of(scanner.topicArray(), scanner.topicBytes()));
        if (tagsCodes.isByDelay(record.topic())) {
            record.setTagsCode(tagsCodes.of(scanner));
        }
        return offerToAll();
    }

    /**
     * Hands on a record that was just appended.
     *
     * @param recent has found it
     * @return whether a target took it, so that somebody may be waiting for it
     */
    boolean dispatch(RecentAppends recent, long physicalOffset) throws IOException {
        record.readAppended(recent, physicalOffset);
        return offerToAll();
    }

    private boolean offerToAll() throws IOException {
        boolean taken = false;
        for (DispatchTarget target : targets) {
            DispatchTarget.Accepted accepted = offer(target);
            if (accepted == DispatchTarget.Accepted.NOT_BELIEVED) {
                report("its queue or queue offset can't be right", null);
            }
            taken |= accepted == DispatchTarget.Accepted.YES;
        }
        return taken;
    }

    private DispatchTarget.Accepted offer(DispatchTarget target) throws IOException {
        try {
            return target.accept(record);
        } catch (RuntimeException e) {
            report("a target failed on it", e);
            return DispatchTarget.Accepted.NOTHING_TO_DO;
        }
    }

    private void report(String what, RuntimeException cause) {
        undispatchable.increment();
        if (undispatchable.sum() <= LOGGED_PROBLEMS) {
            log.warn(
                    "record stays out of its queue: {} physicalOffset={} topic={} queueId={}"
                            + " queueOffset={}",
                    what,
                    record.physicalOffset(),
                    record.topic(),
                    record.queueId(),
                    record.queueOffset(),
                    cause);
        }
    }

    /** Records that went to no target because they made no sense. */
    public long undispatchable() {
        return undispatchable.sum();
    }
}
