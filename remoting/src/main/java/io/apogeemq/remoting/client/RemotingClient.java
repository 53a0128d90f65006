package io.apogeemq.remoting.client;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.InFlightLimits;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.server.RequestDispatcher;
import io.apogeemq.remoting.transport.ChannelConnection;
import io.apogeemq.remoting.transport.EventLoops;
import io.apogeemq.remoting.transport.RemotingException;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests to servers by their address. Connections are opened when first needed and shared;
 * the time to open one counts against the request's timeout.
 *
 * <p>A server that is shutting down answers GO_AWAY; the request is then sent once more over a new
 * connection to the same address.
 *
 * <p>Threads: safe for any thread. Futures complete on an io thread: what hangs on them must not
 * block.
 */
public final class RemotingClient implements AutoCloseable {
    private final EventLoops loops;
    private final ConnectionPool connections;

    /**
     * A client without connections.
     *
     * @param processors requests that servers may send over our connections
     */
    public RemotingClient(
            ClientConfig config,
            EventLoops loops,
            ProcessorTable processors,
            ConnectionListener listener) {
        this.loops = loops;
        this.connections =
                new ConnectionPool(
                        config,
                        loops,
                        new RequestDispatcher(processors, InFlightLimits.DEFAULT, listener));
    }

    /**
     * Sends a request and gives its response, a detached command that the caller releases.
     *
     * <p>Fails with {@link RemotingException}. The request's body is given away in any case.
     *
     * @param address {@code host:port}
     * @throws IllegalArgumentException when the address does not have that form
     */
    public CompletableFuture<RemotingCommand> call(
            String address, RemotingCommand request, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        ByteBuf bodyForSecondTry = request.body().retainedDuplicate();
        ChannelConnection open = connections.openConnection(address);
        CompletableFuture<RemotingCommand> response =
                open != null
                        ? open.call(request, timeout)
                        : connectAndCall(address, request, deadline);
        CompletableFuture<RemotingCommand> settled = new CompletableFuture<>();
        response.whenComplete(
                (answer, failure) -> {
                    if (failure != null) {
                        bodyForSecondTry.release();
                        settled.completeExceptionally(unwrap(failure));
                    } else if (answer.code() == ResponseCode.GO_AWAY) {
                        answer.release();
                        callAgain(address, request.withBody(bodyForSecondTry), deadline, settled);
                    } else {
                        bodyForSecondTry.release();
                        settled.complete(answer);
                    }
                });
        return settled;
    }

    /** Sends a request that wants no answer; lost in silence when the server can't be reached. */
    public void oneway(String address, RemotingCommand request) {
        ChannelConnection open = connections.openConnection(address);
        if (open != null) {
            open.oneway(request);
            return;
        }
        connections
                .get(address)
                .whenComplete(
                        (connection, failure) -> {
                            if (failure != null) {
                                request.release();
                            } else {
                                connection.oneway(request);
                            }
                        });
    }

    /** Closes every connection; requests in flight fail at once. */
    @Override
    public void close() {
        connections.close();
    }

    private CompletableFuture<RemotingCommand> connectAndCall(
            String address, RemotingCommand request, long deadline) {
        CompletableFuture<RemotingCommand> response = new CompletableFuture<>();
        CompletableFuture<ChannelConnection> opening = connections.get(address);
        if (!opening.isDone()) {
            giveUpAt(deadline, address, request, response);
        }
        opening.whenComplete(
                (connection, failure) -> {
                    if (failure != null) {
                        request.release();
                        response.completeExceptionally(failure);
                    } else if (response.isDone()) {
                        request.release();
                    } else {
                        forward(connection.call(request, left(deadline)), response);
                    }
                });
        return response;
    }

    /** Opening may take longer than the request has time; whoever waits does not. */
    private void giveUpAt(
            long deadline,
            String address,
            RemotingCommand request,
            CompletableFuture<RemotingCommand> response) {
        Duration left = left(deadline);
        Future<?> timer;
        try {
            timer =
                    loops.group()
                            .schedule(
                                    () ->
                                            response.completeExceptionally(
                                                    new RemotingException.TimedOut(
                                                            address, request, left.toMillis())),
                                    left.toNanos(),
                                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            response.completeExceptionally(new RemotingException.Closed(address));
            return;
        }
        response.whenComplete((answer, failure) -> timer.cancel(false));
    }

    private void callAgain(
            String address,
            RemotingCommand request,
            long deadline,
            CompletableFuture<RemotingCommand> settled) {
        ChannelConnection leaving = connections.openConnection(address);
        if (leaving != null) {
            connections.forget(address, leaving);
        }
        forward(connectAndCall(address, request, deadline), settled);
    }

    private static void forward(
            CompletableFuture<RemotingCommand> from, CompletableFuture<RemotingCommand> to) {
        from.whenComplete(
                (answer, failure) -> {
                    if (failure != null) {
                        to.completeExceptionally(unwrap(failure));
                    } else if (!to.complete(answer)) {
                        answer.release();
                    }
                });
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
