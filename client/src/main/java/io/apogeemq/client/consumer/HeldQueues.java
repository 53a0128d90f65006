package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.offset.ConsumeOffsets;
import io.apogeemq.client.offset.StartOffsets;
import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues a consumer holds: takes them, starts their pulling, stores their progress, gives them up.
 *
 * <p>A queue is in the table from when it was taken until nothing of it is with the listener any more,
 * so it can never be consumed twice at a time by one consumer.
 *
 * <p>Threads: taking and giving up on the rebalancer's thread; storing, and starting over at another
 * offset, on the timer. What is stored is guarded by {@code storeLock}: an offset that was set can't be
 * overwritten by progress read before.
 */
final class HeldQueues {
    private static final Logger log = LoggerFactory.getLogger(HeldQueues.class);

    /** Requests have time limits of their own; this one only catches what never completes. */
    private static final int LIMITS_TO_WAIT = 4;

    private final String group;
    private final ClientConnections connections;
    private final ConsumeOffsets offsets;
    private final StartOffsets startOffsets;
    private final Optional<QueueLocks> locks; // of orderly consumption
    private final FlowLimits limits;
    private final Delivery delivery;
    private final ConsumerTimings timings;
    private final Starter starter;
    private final Object storeLock = new Object();
    private final ConcurrentMap<MessageQueue, HeldQueue> table = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /** Begins the pulling of a queue that was taken. */
    @FunctionalInterface
    interface Starter {
        void start(HeldQueue queue);
    }

    HeldQueues(
            String group,
            ClientConnections connections,
            ConsumeOffsets offsets,
            StartOffsets startOffsets,
            Optional<QueueLocks> locks,
            FlowLimits limits,
            Delivery delivery,
            ConsumerTimings timings,
            Starter starter) {
        this.group = requireNonNull(group, "group");
        this.connections = requireNonNull(connections, "connections");
        this.offsets = requireNonNull(offsets, "offsets");
        this.startOffsets = requireNonNull(startOffsets, "startOffsets");
        this.locks = requireNonNull(locks, "locks");
        this.limits = requireNonNull(limits, "limits");
        this.delivery = requireNonNull(delivery, "delivery");
        this.timings = requireNonNull(timings, "timings");
        this.starter = requireNonNull(starter, "starter");
    }

    Collection<HeldQueue> all() {
        return table.values();
    }

    /** Gives up all queues of the topic that are not among these; true when there were some. */
    boolean giveUpOthers(String topic, Set<MessageQueue> share) {
        boolean isChanged = false;
        for (HeldQueue held : table.values()) {
            if (held.queue().topic().equals(topic) && !share.contains(held.queue())) {
                isChanged |= giveUp(held);
            }
        }
        return isChanged;
    }

    /** Those of the share that are not held, and were not held until just now. */
    List<MessageQueue> missing(Set<MessageQueue> share) {
        return share.stream().filter(queue -> !table.containsKey(queue)).toList();
    }

    /** Whether every queue of the share is held. */
    boolean holdsAll(Set<MessageQueue> share) {
        return share.stream()
                .allMatch(queue -> table.containsKey(queue) && !table.get(queue).isRetired());
    }

    /** Takes those queues that can be had, without starting them; the others are left for later. */
    List<HeldQueue> take(List<MessageQueue> wanted) {
        Map<MessageQueue, Long> lockEnds = locks.isPresent() ? lock(wanted) : Map.of();
        Map<MessageQueue, CompletableFuture<Long>> starts = new HashMap<>();
        for (MessageQueue queue : wanted) {
            if (locks.isEmpty() || lockEnds.containsKey(queue)) {
                starts.put(queue, startOffsets.of(queue)); // all at once, then wait for all
            }
        }
        List<HeldQueue> taken = new ArrayList<>();
        for (Map.Entry<MessageQueue, CompletableFuture<Long>> start : starts.entrySet()) {
            MessageQueue queue = start.getKey();
            await(start.getValue(), "start offset of " + queue)
                    .ifPresent(
                            offset -> {
                                HeldQueue held = held(queue, offset);
                                if (lockEnds.containsKey(queue)) {
                                    held.lockUntil(
                                            lockEnds.get(queue), connections.clock().millis());
                                }
                                taken.add(held);
                            });
        }
        return taken;
    }

    /** Begins to consume queues that were taken. */
    void start(List<HeldQueue> taken) {
        for (HeldQueue held : taken) {
            table.put(held.queue(), held);
            log.info(
                    "queue taken group={} queue={} offset={}",
                    group,
                    held.queue(),
                    held.messages().progress());
            if (closing) {
                giveUp(held);
            } else {
                starter.start(held);
            }
        }
    }

    /** Lets a queue go on at another offset, whatever of it is in hand. May write a file. */
    void startOver(HeldQueue held, long offset) {
        if (!held.retire()) {
            return; // it is being given up
        }
        delivery.settle(held).thenRun(() -> replace(held, offset));
    }

    /** The queue, if it is held. */
    Optional<HeldQueue> get(MessageQueue queue) {
        return Optional.ofNullable(table.get(queue));
    }

    /** The next offset to consume of every queue. */
    Map<MessageQueue, Long> progress() {
        Map<MessageQueue, Long> progress = new HashMap<>();
        for (HeldQueue held : table.values()) {
            progress.put(held.queue(), held.messages().progress());
        }
        return progress;
    }

    /** Stores the progress of every queue. */
    void store() {
        synchronized (storeLock) {
            offsets.store(progress());
        }
    }

    /** Renews the locks of all queues, without waiting for the answers. */
    void renewLocks() {
        locks.ifPresent(
                queueLocks -> {
                    for (List<MessageQueue> ofOneBroker :
                            QueueLocks.byBroker(List.copyOf(table.keySet()))) {
                        renew(queueLocks, ofOneBroker);
                    }
                });
    }

    /** Ends all pulling and every new delivery. */
    void retireAll() {
        closing = true;
        table.values().forEach(HeldQueue::retire);
    }

    /** After {@link #retireAll}: stores all progress and gives everything up at once. */
    void leaveAll() {
        table.values().forEach(this::leave);
    }

    private HeldQueue held(MessageQueue queue, long offset) {
        return new HeldQueue(new ProcessQueue(queue, offset, limits));
    }

    private boolean giveUp(HeldQueue held) {
        if (!held.retire()) {
            return false;
        }
        delivery.settle(held).thenRun(() -> leave(held));
        if (locks.isPresent()) {
            connections.timer().after(timings.lockReleaseWait(), () -> leave(held));
        }
        return true;
    }

    private void leave(HeldQueue held) {
        if (!held.leave()) {
            return;
        }
        MessageQueue queue = held.queue();
        long progress;
        synchronized (storeLock) {
            progress = held.messages().drop();
            offsets.store(Map.of(queue, progress));
            offsets.forget(queue);
            table.remove(queue, held);
        }
        locks.ifPresent(queueLocks -> queueLocks.unlock(queue));
        log.info("queue given up group={} queue={} offset={}", group, queue, progress);
    }

    private void replace(HeldQueue held, long offset) {
        HeldQueue fresh = held(held.queue(), offset);
        held.copyLockTo(fresh);
        synchronized (storeLock) {
            held.messages().drop();
            if (!held.leave() || !table.replace(held.queue(), held, fresh)) {
                return;
            }
            offsets.store(Map.of(held.queue(), offset));
        }
        if (closing) {
            giveUp(fresh);
        } else {
            starter.start(fresh);
        }
    }

    private Map<MessageQueue, Long> lock(List<MessageQueue> wanted) {
        Map<MessageQueue, Long> lockEnds = new HashMap<>();
        long end = connections.clock().nanoTime() + timings.lockLife().toNanos();
        List<CompletableFuture<Set<MessageQueue>>> answers = new ArrayList<>();
        for (List<MessageQueue> ofOneBroker : QueueLocks.byBroker(wanted)) {
            answers.add(locks.orElseThrow().lock(ofOneBroker));
        }
        for (CompletableFuture<Set<MessageQueue>> answer : answers) {
            for (MessageQueue queue : await(answer, "locks").orElse(Set.of())) {
                lockEnds.put(queue, end);
            }
        }
        return lockEnds;
    }

    private void renew(QueueLocks queueLocks, List<MessageQueue> ofOneBroker) {
        long end = connections.clock().nanoTime() + timings.lockLife().toNanos();
        queueLocks
                .lock(ofOneBroker)
                .whenComplete(
                        (granted, failure) -> {
                            if (failure != null) { // the locks run out unless a later try works
                                log.warn(
                                        "locks not renewed group={} broker={} reason={}",
                                        group,
                                        ofOneBroker.get(0).brokerName(),
                                        failure.toString());
                                return;
                            }
                            ofOneBroker.forEach(
                                    queue -> noteLock(queue, granted.contains(queue), end));
                        });
    }

    private void noteLock(MessageQueue queue, boolean isGranted, long endNanos) {
        HeldQueue held = table.get(queue);
        if (held == null) {
            if (isGranted) { // given up while the renewal was on its way
                locks.ifPresent(queueLocks -> queueLocks.unlock(queue));
            }
            return;
        }
        if (isGranted) {
            held.lockUntil(endNanos, connections.clock().millis());
            delivery.deliver(held); // it may have waited for the lock
        } else {
            log.warn(
                    "lock lost, the queue waits until it is ours again group={} queue={}",
                    group,
                    queue);
            held.unlock();
        }
    }

    private <T> Optional<T> await(Future<T> answer, String what) {
        try {
            long limitMillis = connections.requestTimeout().toMillis() * LIMITS_TO_WAIT;
            return Optional.of(answer.get(limitMillis, TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            log.warn(
                    "queue not taken yet, trying again soon group={} asked={} reason={}",
                    group,
                    what,
                    e.getCause().toString());
        } catch (TimeoutException e) {
            log.warn("queue not taken yet, no answer in time group={} asked={}", group, what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
