package io.apogeemq.remoting.server;

import io.apogeemq.common.error.MqException;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.HeaderFieldException;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.server.ProcessorTable.Route;
import io.apogeemq.remoting.transport.ChannelConnection;
import io.apogeemq.remoting.transport.RequestReceiver;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a request to its processor, on the io thread or on the executor it was registered with,
 * and turns what goes wrong on the way into an answer.
 *
 * <p>Only answers that are still missing when the processor returns are counted as in flight, so a
 * request that is answered on the spot touches no shared counter.
 *
 * <p>Threads: safe for any thread.
 */
public final class RequestDispatcher implements RequestReceiver {
    private static final Logger log = LoggerFactory.getLogger(RequestDispatcher.class);
    private static final int FIRST_VERSION_THAT_GOES_AWAY = 476; // after 5.3.1

    private final ProcessorTable processors;
    private final InFlightLimits limits;
    private final ConnectionListener listener;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean draining;

    /** A dispatcher for all connections of a server or client. */
    public RequestDispatcher(
            ProcessorTable processors, InFlightLimits limits, ConnectionListener listener) {
        this.processors = processors;
        this.limits = limits;
        this.listener = listener;
    }

    /** From now on new requests are told to go elsewhere; those under way are finished. */
    void drain() {
        draining = true;
    }

    /** Requests whose answer is still to come. */
    int inFlight() {
        return inFlight.get();
    }

    @Override
    public void onOpen(ChannelConnection connection) {
        listener.onOpen(connection);
    }

    @Override
    public void onClose(ChannelConnection connection) {
        listener.onClose(connection);
    }

    @Override
    public void onReadComplete() {
        listener.onReadComplete();
    }

    @Override
    public void onRequest(RemotingCommand request, ChannelConnection connection) {
        ChannelReply reply = new ChannelReply(request, connection, inFlight);
        Route route = processors.route(request.code());
        if (route == null) {
            reply.fail(
                    ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                    " request type " + request.code() + " not supported");
        } else if (draining && request.version() >= FIRST_VERSION_THAT_GOES_AWAY) {
            reply.fail(ResponseCode.GO_AWAY, "please go away");
        } else if (isOverloaded(connection)) {
            reply.fail(
                    ResponseCode.SYSTEM_BUSY,
                    "[OVERLOAD]system busy: too many requests are waiting for an answer, try again later");
        } else if (route.executor() == null) {
            run(route.processor(), request, reply);
        } else {
            handOver(route, request, reply);
        }
        reply.countIfDeferred();
    }

    private boolean isOverloaded(ChannelConnection connection) {
        return connection.deferredReplies().get() >= limits.perConnection()
                || inFlight.get() >= limits.inAll();
    }

    private static void handOver(Route route, RemotingCommand request, ChannelReply reply) {
        RemotingCommand kept = request.detach();
        try {
            route.executor()
                    .execute(
                            () -> {
                                try {
                                    run(route.processor(), kept, reply);
                                } finally {
                                    kept.release();
                                }
                            });
        } catch (RejectedExecutionException e) {
            kept.release();
            reply.fail(
                    ResponseCode.SYSTEM_BUSY,
                    "[OVERLOAD]system busy: too much work of this kind is queued, try again later");
        }
    }

    /** The one boundary where a processor's exception becomes an answer. */
    private static void run(
            RequestProcessor processor, RemotingCommand request, ChannelReply reply) {
        try {
            processor.process(request, reply);
        } catch (HeaderFieldException e) {
            reply.fail(ResponseCode.INVALID_PARAMETER, e.getMessage());
        } catch (RequestRefused e) {
            reply.fail(e.responseCode(), e.getMessage());
        } catch (MqException e) {
            fail(request, reply, e);
        } catch (Throwable e) {
            log.error(
                    "request failed by a fault of this server code={} peer={}",
                    request.code(),
                    reply.connection().remoteAddress(),
                    e);
            reply.fail(
                    ResponseCode.SYSTEM_ERROR,
                    "internal error while handling request "
                            + request.code()
                            + "; the server's log has the cause");
        }
    }

    /** What a module says about an error of its own; the log has the faults only. */
    private static void fail(RemotingCommand request, ChannelReply reply, MqException e) {
        switch (e.category()) {
            case CALLER -> reply.fail(ResponseCode.INVALID_PARAMETER, e.getMessage());
            case BUSY -> reply.fail(ResponseCode.SYSTEM_BUSY, e.getMessage());
            case FAULT -> {
                log.error(
                        "request failed by a fault of this server code={} peer={}",
                        request.code(),
                        reply.connection().remoteAddress(),
                        e);
                reply.fail(ResponseCode.SYSTEM_ERROR, e.getMessage());
            }
        }
    }
}
