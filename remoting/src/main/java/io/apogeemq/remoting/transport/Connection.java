package io.apogeemq.remoting.transport;

import io.apogeemq.remoting.command.RemotingCommand;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * One open connection to a peer. Either side may originate requests, whoever opened it.
 *
 * <p>Threads: safe for any thread. Futures complete on the connection's io thread: what hangs on
 * them must not block.
 */
public interface Connection {
    /** Address of the peer. */
    InetSocketAddress remoteAddress();

    /** False once the connection is closed or closing. */
    boolean isOpen();

    /**
     * Sends a request and gives its response, a detached command that the caller releases.
     *
     * <p>Fails with {@link RemotingException}: timed out, connection closed, or too many requests in
     * flight. The request's body is given away in any case.
     */
    CompletableFuture<RemotingCommand> call(RemotingCommand request, Duration timeout);

    /** Sends a request that wants no answer. Lost in silence when the connection is closed. */
    void oneway(RemotingCommand request);

    /**
     * The io thread that serves this connection, for work that belongs to the connection: it never
     * runs beside one of its requests. What runs there must not block. Refuses work when the io
     * threads are shut down.
     */
    ScheduledExecutorService ioThread();

    /** Closes the connection; requests in flight fail at once. */
    void close();
}
