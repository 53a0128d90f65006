package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.topic.MessageQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One queue that this consumer holds, from the moment it was taken until it is given up or starts over
 * at another offset.
 *
 * <pre>
 * active --retire--> retired: no more pulls, nothing more to the listener --leave--> gone
 * </pre>
 *
 * <p>Threads: safe for any thread; {@link #failures} belongs to whoever has the turn.
 */
final class HeldQueue {
    private final ProcessQueue messages;
    private final AtomicBoolean retired = new AtomicBoolean();
    private final AtomicBoolean gone = new AtomicBoolean();

    // of orderly consumption
    private final AtomicBoolean turnTaken = new AtomicBoolean();
    private final CompletableFuture<Void> atRest = new CompletableFuture<>();
    private int failures; // of the messages at the front; owned by whoever has the turn
    private volatile boolean locked;
    private volatile long lockEndNanos;
    private volatile long lastLockMillis;

    private volatile long lastPullMillis;
    private volatile long lastConsumeMillis;

    HeldQueue(ProcessQueue messages) {
        this.messages = requireNonNull(messages, "messages");
    }

    MessageQueue queue() {
        return messages.queue();
    }

    ProcessQueue messages() {
        return messages;
    }

    /** True for the one caller who retires it. */
    boolean retire() {
        return retired.compareAndSet(false, true);
    }

    boolean isRetired() {
        return retired.get();
    }

    /** True for the one caller who takes it out. */
    boolean leave() {
        return gone.compareAndSet(false, true);
    }

    /** True for the one thread that may now give messages of this queue to the listener. */
    boolean takeTurn() {
        return turnTaken.compareAndSet(false, true);
    }

    void endTurn() {
        turnTaken.set(false);
    }

    /** Completes when the queue is retired and no listener has messages of it. */
    CompletableFuture<Void> atRest() {
        return atRest;
    }

    int failures() {
        return failures;
    }

    void setFailures(int count) {
        failures = count;
    }

    /** The broker keeps the queue for us until then, by the steady clock. */
    void lockUntil(long endNanos, long nowMillis) {
        lockEndNanos = endNanos;
        lastLockMillis = nowMillis;
        locked = true;
    }

    void unlock() {
        locked = false;
    }

    boolean isLocked(long nowNanos) {
        return locked && lockEndNanos - nowNanos > 0;
    }

    /** The same lock for the queue that goes on instead of this one. */
    void copyLockTo(HeldQueue other) {
        other.lockEndNanos = lockEndNanos;
        other.lastLockMillis = lastLockMillis;
        other.locked = locked;
    }

    long lastLockMillis() {
        return lastLockMillis;
    }

    void notePull(long nowMillis) {
        lastPullMillis = nowMillis;
    }

    long lastPullMillis() {
        return lastPullMillis;
    }

    void noteConsume(long nowMillis) {
        lastConsumeMillis = nowMillis;
    }

    long lastConsumeMillis() {
        return lastConsumeMillis;
    }
}
