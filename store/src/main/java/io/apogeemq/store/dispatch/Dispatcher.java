package io.apogeemq.store.dispatch;

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
    private final DispatchRecord record;
    private final LongAdder undispatchable = new LongAdder();

    /**
     * @param checksumsFrom from this physical offset on a record without a checksum of the whole is damaged
     */
    public Dispatcher(
            List<DispatchTarget> targets, List<Duration> delayLevels, long checksumsFrom) {
        this.record = new DispatchRecord(new RecordScanner(checksumsFrom));
        this.targets = targets.toArray(DispatchTarget[]::new);
        this.tagsCodes = new TagsCodes(delayLevels);
    }

    /** Look at a position with this, then call {@link #dispatch}. */
    public RecordScanner scanner() {
        return record.scanner();
    }

    /** What the scanner looked at last, as it was dispatched. */
    public DispatchRecord record() {
        return record;
    }

    /**
     * Hands on the record the scanner has just found valid.
     *
     * @return whether a target took it, so that somebody may be waiting for it
     */
    public boolean dispatch() throws IOException {
        RecordScanner scanner = record.scanner();
        String topic = topics.of(scanner.topicArray(), scanner.topicBytes());
        record.set(topic, tagsCodes.of(topic, scanner));
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
                    record.scanner().physicalOffset(),
                    record.topic(),
                    record.scanner().queueId(),
                    record.scanner().queueOffset(),
                    cause);
        }
    }

    /** Records that went to no target because they made no sense. */
    public long undispatchable() {
        return undispatchable.sum();
    }
}
