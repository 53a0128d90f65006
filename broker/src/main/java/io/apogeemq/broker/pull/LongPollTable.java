package io.apogeemq.broker.pull;

import io.apogeemq.broker.topic.TopicChangeListener;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.store.dispatch.ArrivalListener;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pulls that wait for a message, by topic and queue. A message wakes exactly the pulls of its
 * queue whose filter may take it; nothing is scanned, nothing polls.
 *
 * <p>Each has a deadline of its own on the io thread of its connection, where it also continues. The
 * number of waiting pulls is bounded. A connection that closes takes its pulls with it.
 *
 * <p>Threads: {@link #onArrival} on the dispatch thread; {@link #park} and {@link #connectionClosed} on
 * the connection's io thread; {@link #close} on any.
 */
public final class LongPollTable implements ArrivalListener, TopicChangeListener, AutoCloseable {
    /** What a pull does besides waiting. */
    interface Continuation {
        /** Whether there is a message at the wanted offset by now. */
        boolean hasArrived(Pull pull);

        /** On the connection's io thread: the wait is over, read once more and answer. */
        void resume(Pull pull);

        /** On the connection's io thread: the connection is closed, end without reading. */
        void abandon(Pull pull);
    }

    /** What became of the wish to wait. */
    enum ParkResult {
        PARKED,
        /** Too many wait already. */
        FULL,
        /** The broker stops: answer now. */
        CLOSED
    }

    private static final WaitList[] NO_QUEUES = {};

    private final int mostParked;
    private final AtomicInteger parkedCount = new AtomicInteger();
    private final ConcurrentHashMap<String, TopicWaits> byTopic = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Connection, ParkedPull.OfConnection> byConnection =
            new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A table without pulls. */
    public LongPollTable(PullConfig config) {
        this.mostParked = config.mostParked();
    }

    /** The waits of one topic, by queue id. */
    private static final class TopicWaits {
        private volatile WaitList[] queues =
                NO_QUEUES; // replaced when it grows, under this monitor

        WaitList find(int queueId) {
            WaitList[] now = queues;
            return queueId < now.length ? now[queueId] : null;
        }

        synchronized WaitList findOrAdd(int queueId) {
            WaitList found = find(queueId);
            if (found == null) {
                WaitList[] more = Arrays.copyOf(queues, Math.max(queues.length, queueId + 1));
                found = new WaitList();
                more[queueId] = found;
                queues = more;
            }
            return found;
        }
    }

    /** How many pulls wait now. */
    public int parked() {
        return parkedCount.get();
    }

    /**
     * Lets the pull wait until a message comes for it, or for so long. Called on the connection's io
     * thread.
     */
    ParkResult park(Pull pull, Duration longest, Continuation continuation) {
        Connection connection = pull.reply().connection();
        if (closed) {
            return ParkResult.CLOSED;
        }
        if (parkedCount.incrementAndGet() > mostParked) {
            parkedCount.decrementAndGet();
            return ParkResult.FULL;
        }
        WaitList list =
                byTopic.computeIfAbsent(pull.read().topic(), topic -> new TopicWaits())
                        .findOrAdd(pull.read().queueId());
        ParkedPull parked = new ParkedPull(pull, list, continuation);
        byConnection.computeIfAbsent(connection, any -> new ParkedPull.OfConnection()).add(parked);
        parked.expireBy(
                connection
                        .ioThread()
                        .schedule(() -> expire(parked), longest.toNanos(), TimeUnit.NANOSECONDS));
        list.add(parked);
        // A message that became visible before the line above woke nobody.
        if (closed || continuation.hasArrived(pull)) {
            expire(parked);
        } else if (!connection.isOpen()) {
            abandon(parked);
        }
        return ParkResult.PARKED;
    }

    @Override
    public void onArrival(
            String topic, int queueId, long queueOffset, long tagsCode, long storeTimestamp) {
        if (parkedCount.get() == 0) {
            return;
        }
        TopicWaits waits = byTopic.get(topic);
        WaitList list = waits == null ? null : waits.find(queueId);
        if (list != null) {
            resumeAll(list.takeWokenBy(queueOffset, tagsCode));
        }
    }

    private void resumeAll(List<ParkedPull> woken) {
        for (int i = 0; i < woken.size(); i++) {
            ParkedPull parked = woken.get(i);
            try {
                parked.connection().ioThread().execute(() -> expire(parked));
            } catch (RejectedExecutionException e) {
                return; // the io threads are shut down, and with them every connection
            }
        }
    }

    /** On the io thread of the pull's connection: the wait is over, for whatever reason. */
    private void expire(ParkedPull parked) {
        if (leave(parked)) {
            parked.continuation().resume(parked.pull());
        }
    }

    private void abandon(ParkedPull parked) {
        if (leave(parked)) {
            parked.continuation().abandon(parked.pull());
        }
    }

    private boolean leave(ParkedPull parked) {
        if (!parked.end()) {
            return false;
        }
        parkedCount.decrementAndGet();
        parked.list().remove(parked);
        ParkedPull.OfConnection ofConnection = byConnection.get(parked.connection());
        if (ofConnection != null) {
            ofConnection.remove(parked);
            if (ofConnection.any() == null) {
                byConnection.remove(parked.connection());
            }
        }
        return true;
    }

    /** The connection is closed: nobody waits there any more. Called on its io thread. */
    public void connectionClosed(Connection connection) {
        ParkedPull.OfConnection ofConnection = byConnection.get(connection);
        while (ofConnection != null && ofConnection.any() != null) {
            abandon(ofConnection.any());
        }
    }

    @Override
    public void onChanged(List<TopicConfig> topics) {
        // settings of a topic are looked at when a pull comes
    }

    @Override
    public void onDeleted(String topic) {
        TopicWaits waits = byTopic.remove(topic);
        if (waits != null) {
            resumeAll(waits);
        }
    }

    private void resumeAll(TopicWaits waits) {
        for (WaitList list : waits.queues) {
            if (list != null) {
                resumeAll(list.takeAll());
            }
        }
    }

    /** Ends every wait; pulls that come later are not parked. */
    @Override
    public void close() {
        closed = true;
        byTopic.values().forEach(this::resumeAll);
    }
}
