package io.apogeemq.namesrv.route;

import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.remoting.transport.RemotingException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** A connection that only knows whether it was closed. */
final class FakeConnection implements Connection {
    private boolean closed;

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public CompletableFuture<RemotingCommand> call(RemotingCommand request, Duration timeout) {
        request.release();
        return CompletableFuture.failedFuture(new RemotingException.Closed("nobody"));
    }

    @Override
    public void oneway(RemotingCommand request) {
        request.release();
    }

    @Override
    public ScheduledExecutorService ioThread() {
        throw new AssertionError("the registry has no work for an io thread");
    }

    @Override
    public void close() {
        closed = true;
    }
}
