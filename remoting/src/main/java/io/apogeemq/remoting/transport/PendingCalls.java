package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.RemotingCommand;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The requests of one connection that wait for their response, by opaque, and the one timer that
 * expires them. The timer is set to the earliest deadline known when it was set; a response costs
 * no timer operation.
 *
 * <p>Threads: confined to the connection's io thread.
 */
final class PendingCalls {
    private final IntObjectMap<PendingCall> calls = new IntObjectHashMap<>();
    private final EventExecutor loop;
    private final SocketAddress peer;
    private int nextOpaque;
    private Future<?> timer;
    private long timerNanos;

    PendingCalls(EventExecutor loop, SocketAddress peer) {
        this.loop = loop;
        this.peer = peer;
    }

    /** Gives the request its opaque and keeps the call until its response or its deadline. */
    void add(PendingCall call) {
        int opaque = nextOpaque++;
        call.request.assignOpaque(opaque);
        PendingCall previous = calls.put(opaque, call);
        if (previous != null) { // 2^32 requests later: that one will never be answered
            previous.completeExceptionally(new RemotingException.Closed(peer));
        }
        if (timer == null || call.deadlineNanos - timerNanos < 0) {
            setTimer(call.deadlineNanos);
        }
    }

    /** The next opaque, for a request that nobody waits for. */
    int nextOpaque() {
        return nextOpaque++;
    }

    /** The call that this opaque answers, or null when it is unknown or has expired. */
    PendingCall remove(int opaque) {
        return calls.remove(opaque);
    }

    void failAll(RuntimeException cause) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        for (PendingCall call : calls.values()) {
            call.completeExceptionally(cause);
        }
        calls.clear();
    }

    private void setTimer(long deadlineNanos) {
        if (timer != null) {
            timer.cancel(false);
        }
        timerNanos = deadlineNanos;
        long delay = Math.max(0, deadlineNanos - System.nanoTime());
        timer = loop.schedule(this::expire, delay, TimeUnit.NANOSECONDS);
    }

    private void expire() {
        timer = null;
        long now = System.nanoTime();
        long earliest = Long.MAX_VALUE; // nanoseconds from now
        Iterator<PendingCall> all = calls.values().iterator();
        while (all.hasNext()) {
            PendingCall call = all.next();
            long left = call.deadlineNanos - now;
            if (left <= 0) {
                all.remove();
                call.completeExceptionally(
                        new RemotingException.TimedOut(peer, call.request, call.timeoutMillis));
            } else {
                earliest = Math.min(earliest, left);
            }
        }
        if (earliest != Long.MAX_VALUE && timer == null) {
            setTimer(now + earliest);
        }
    }

    /** A request in flight: the future of its response. */
    static final class PendingCall extends CompletableFuture<RemotingCommand> {
        final RemotingCommand request;
        final long timeoutMillis;
        final long deadlineNanos;

        PendingCall(RemotingCommand request, long timeoutMillis) {
            this.request = request;
            this.timeoutMillis = timeoutMillis;
            this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        }
    }
}
