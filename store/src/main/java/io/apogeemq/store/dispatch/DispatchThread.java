package io.apogeemq.store.dispatch;

import io.apogeemq.common.concurrent.Loop;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.concurrent.OffsetWatermark;
import io.apogeemq.store.append.WriteGate;
import io.apogeemq.store.commitlog.CommitLog;
import io.apogeemq.store.commitlog.RecentAppends;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.file.MappedFile;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the appenders through the log, up to the confirmed offset and no further, so that what is
 * dispatched is stable: consumers never see what a crash could take back. Records that were just appended
 * come from {@link RecentAppends}, all others are read from the log.
 *
 * <p>It sleeps until it is woken; nothing is polled.
 *
 * <p>Threads: runs on the thread {@code dispatch}; {@link #wake} comes from any.
 *
 * <p>Errors: when a queue file can't be written it tries the same record again every second.
 */
public final class DispatchThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DispatchThread.class);
    private static final int RECORDS_PER_TURN = 4096;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CommitLog commitLog;
    private final RecentAppends recent;
    private final Dispatcher dispatcher;
    private final LongSupplier confirmedOffset;
    private final ArrivalListener listener;
    private final OffsetWatermark dispatched;
    private final WriteGate gate;
    private final Optional<CatchUp> catchUp;
    private final Loop thread;
    private final LongAdder records = new LongAdder();

    private final ConcurrentLinkedQueue<Runnable> errands = new ConcurrentLinkedQueue<>();

    private volatile long lastStoreTimestamp; // written by: dispatch
    private volatile String trouble = ""; // written by: dispatch
    private boolean failing; // confined to the dispatch thread
    private MappedFile file; // the one read last, null before; confined to the dispatch thread

    /**
     * @param confirmedOffset how far the log is stable
     * @param mayFallBehind a target that is brought up to the dispatch when it is behind
     * @param dispatched begins at the end of recovery
     */
    public DispatchThread(
            CommitLog commitLog,
            Dispatcher dispatcher,
            Optional<? extends CatchUpTarget> mayFallBehind,
            LongSupplier confirmedOffset,
            OffsetWatermark dispatched,
            ArrivalListener listener,
            WriteGate gate,
            Loops loops) {
        this.commitLog = commitLog;
        this.recent = commitLog.recent();
        this.dispatcher = dispatcher;
        this.catchUp =
                mayFallBehind.map(
                        target -> new CatchUp(commitLog, target, dispatcher.scanner().another()));
        this.confirmedOffset = confirmedOffset;
        this.dispatched = dispatched;
        this.listener = listener;
        this.gate = gate;
        this.thread =
                loops.loop(
                        "dispatch", this::turn, e -> gate.failStop("the dispatch thread ended", e));
        mayFallBehind.ifPresent(target -> target.wakeWith(thread::wake));
    }

    public void start() {
        thread.start();
    }

    /** The confirmed offset has moved. */
    public void wake() {
        thread.wake();
    }

    /**
     * Runs something between two records, e.g. the removal of queues: nothing is dispatched meanwhile.
     */
    public CompletableFuture<Void> run(Runnable errand) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        errands.add(
                () -> {
                    try {
                        errand.run();
                        done.complete(null);
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                });
        thread.wake();
        return done;
    }

    private long turn() {
        for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
            errand.run();
        }
        long untilCaughtUp =
                catchUp.isEmpty() ? Loop.UNTIL_WOKEN : catchUp.get().turn(dispatched.value());
        long from = dispatched.value();
        long limit = confirmedOffset.getAsLong();
        if (from >= limit) {
            return untilCaughtUp;
        }
        try {
            walk(from, limit);
            if (failing) {
                failing = false;
                trouble = "";
                log.info("queue files can be written again physicalOffset={}", dispatched.value());
            }
            return 0;
        } catch (IOException e) {
            trouble = "queue files can't be written, consumers see nothing new: " + e;
            if (!failing) {
                failing = true;
                log.error(
                        "queue files can't be written, consumers see nothing new until they can"
                                + " physicalOffset={}",
                        dispatched.value(),
                        e);
            }
            return Math.min(RETRY_NANOS, untilCaughtUp);
        }
    }

    private void walk(long from, long limit) throws IOException {
        long at = from;
        int count = 0;
        DispatchRecord record = dispatcher.record();
        long newest = lastStoreTimestamp;
        try {
            while (at < limit && count < RECORDS_PER_TURN) {
                boolean taken;
                if (recent.find(at) && !dispatcher.needsLog(recent.topic())) {
                    taken = dispatcher.dispatch(recent, at);
                } else {
                    RecordCheck check = read(at, limit);
                    if (check != RecordCheck.VALID) {
                        at = passBy(check, at, limit);
                        continue;
                    }
                    taken = dispatcher.dispatch();
                }
                at += record.recordBytes();
                count++;
                newest = record.storeTimestamp();
                if (taken) {
                    arrived(record);
                }
            }
        } finally {
            records.add(count);
            lastStoreTimestamp = newest;
            dispatched.advance(at);
        }
    }

    /** Looks at a place of the log with the dispatcher's scanner. */
    private RecordCheck read(long at, long limit) {
        if (file == null || at < file.firstOffset() || at >= file.endOffset()) {
            file = fileAt(at);
        }
        int position = (int) (at - file.firstOffset());
        int end = (int) Math.min(file.fileBytes(), limit - file.firstOffset());
        return dispatcher.scanner().inspect(file.buffer(), position, end, at, false);
    }

    private MappedFile fileAt(long physicalOffset) {
        Optional<MappedFile> found = commitLog.files().find(physicalOffset);
        if (found.isEmpty()) {
            throw new IllegalStateException("log offset '" + physicalOffset + "' is in no file");
        }
        return found.get();
    }

    /** The rest of a file. Anything but a filler there means that the log changed under us. */
    private long passBy(RecordCheck check, long at, long limit) {
        if (check != RecordCheck.BLANK && file.endOffset() - at >= 8) {
            gate.failStop(
                    "the log is damaged at offset " + at + " of file " + file.path(),
                    new IllegalStateException("found " + check));
        }
        return Math.min(file.endOffset(), limit);
    }

    private void arrived(DispatchRecord record) {
        try {
            listener.onArrival(
                    record.topic(),
                    record.queueId(),
                    record.queueOffset(),
                    record.tagsCode(),
                    record.storeTimestamp());
        } catch (RuntimeException e) {
            log.warn(
                    "arrival listener failed topic={} queueId={}",
                    record.topic(),
                    record.queueId(),
                    e);
        }
    }

    /** Store time of the newest record that was dispatched, 0 before the first. */
    public long lastStoreTimestamp() {
        return lastStoreTimestamp;
    }

    /** What keeps it from its work now; empty if nothing does. */
    public String trouble() {
        return trouble;
    }

    public long dispatchedRecords() {
        return records.sum();
    }

    /** Ends after what is confirmed now has been dispatched, or can't be. */
    @Override
    public void close() {
        thread.close();
        turn();
        while (!failing && dispatched.value() < confirmedOffset.getAsLong()) {
            turn();
        }
    }
}
