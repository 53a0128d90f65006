package io.apogeemq.remoting.server;

import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.command.SerializeType;
import io.apogeemq.remoting.transport.ChannelConnection;
import io.apogeemq.remoting.transport.Connection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a request that came over a channel.
 *
 * <pre>
 * OPEN ──processor returned──▶ DEFERRED (counted in flight)
 *   └──────answered──────▶ ANSWERED ◀──answered──┘ (no longer counted)
 * </pre>
 *
 * <p>Threads: safe for any thread.
 */
final class ChannelReply implements Reply {
    private static final Logger log = LoggerFactory.getLogger(ChannelReply.class);
    private static final VarHandle STATE;

    private static final int OPEN = 0;
    private static final int DEFERRED = 1;
    private static final int ANSWERED = 2;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ChannelReply.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ChannelConnection connection;
    private final AtomicInteger inFlight;
    private final int code;
    private final int opaque;
    private final SerializeType encoding;
    private final boolean wanted;
    private volatile int state;

    ChannelReply(RemotingCommand request, ChannelConnection connection, AtomicInteger inFlight) {
        this.connection = connection;
        this.inFlight = inFlight;
        this.code = request.code();
        this.opaque = request.opaque();
        this.encoding = request.encoding();
        this.wanted = !request.isOneway();
    }

    @Override
    public void send(RemotingCommand response) {
        int before = (int) STATE.getAndSet(this, ANSWERED);
        if (before == ANSWERED) {
            response.release();
            log.error(
                    "a request was answered twice, the second answer was dropped code={} response={}",
                    code,
                    response);
            return;
        }
        if (before == DEFERRED) {
            inFlight.decrementAndGet();
            connection.deferredReplies().decrementAndGet();
        }
        if (!wanted) {
            response.release();
            return;
        }
        response.answer(opaque, encoding);
        connection.send(response);
    }

    /** Counts the request as in flight when it has no answer yet, and wants one. */
    void countIfDeferred() {
        if (!wanted || state == ANSWERED) {
            return;
        }
        inFlight.incrementAndGet();
        connection.deferredReplies().incrementAndGet();
        if (!STATE.compareAndSet(this, OPEN, DEFERRED)) { // answered meanwhile
            inFlight.decrementAndGet();
            connection.deferredReplies().decrementAndGet();
        }
    }

    @Override
    public boolean isWanted() {
        return wanted;
    }

    @Override
    public Connection connection() {
        return connection;
    }
}
