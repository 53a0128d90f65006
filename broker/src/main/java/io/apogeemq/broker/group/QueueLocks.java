package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.topic.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which client of a group may consume which queue in order.
 *
 * <pre>
 * state of one queue        lock by A            lock by B     unlock by A   unlock by B   60 s pass
 *   free                    held by A            held by B     free          free          free
 *   held by A               held by A, renewed   refused       free          held by A     free
 * </pre>
 *
 * Source: broker spec, "Lock table". Kept in memory: after a restart all queues are free.
 *
 * <p>Threads: safe for any thread; the locks of one group exclude each other for the length of one
 * request.
 */
public final class QueueLocks {
    /** A lock that is not renewed for longer is free for others. */
    public static final Duration LIFE = Duration.ofSeconds(60);

    private record Lock(String clientId, long takenNanos) {}

    private final Clock clock;
    private final ConcurrentMap<String, Map<MessageQueue, Lock>> byGroup =
            new ConcurrentHashMap<>(); // the inner maps are touched inside compute only

    /** No queue is locked. */
    public QueueLocks(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /** Takes or renews what is free or the client's own; gives the queues that the client holds now. */
    public List<MessageQueue> lock(String group, String clientId, Collection<MessageQueue> queues) {
        List<MessageQueue> held = new ArrayList<>(queues.size());
        if (queues.isEmpty()) {
            return held;
        }
        byGroup.compute(
                group,
                (name, table) -> {
                    Map<MessageQueue, Lock> locks = table == null ? new HashMap<>() : table;
                    long now = clock.nanoTime();
                    for (MessageQueue queue : queues) {
                        Lock lock = locks.get(queue);
                        if (lock == null || isOver(lock, now) || lock.clientId.equals(clientId)) {
                            locks.put(queue, new Lock(clientId, now));
                            held.add(queue);
                        }
                    }
                    return locks;
                });
        return held;
    }

    /** Frees those of the queues that the client holds. */
    public void unlock(String group, String clientId, Collection<MessageQueue> queues) {
        byGroup.computeIfPresent(
                group,
                (name, locks) -> {
                    for (MessageQueue queue : queues) {
                        Lock lock = locks.get(queue);
                        if (lock != null && lock.clientId.equals(clientId)) {
                            locks.remove(queue);
                        }
                    }
                    return locks.isEmpty() ? null : locks;
                });
    }

    /** Forgets locks that are over, so that groups that are gone cost nothing. */
    public void expire() {
        long now = clock.nanoTime();
        for (String group : byGroup.keySet()) {
            byGroup.computeIfPresent(
                    group,
                    (name, locks) -> {
                        locks.values().removeIf(lock -> isOver(lock, now));
                        return locks.isEmpty() ? null : locks;
                    });
        }
    }

    /** Number of groups with locks; for tests and metrics. */
    int groups() {
        return byGroup.size();
    }

    private static boolean isOver(Lock lock, long nowNanos) {
        return nowNanos - lock.takenNanos > LIFE.toNanos();
    }
}
