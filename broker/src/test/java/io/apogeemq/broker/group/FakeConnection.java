package io.apogeemq.broker.group;

import io.apogeemq.remoting.command.LanguageCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.transport.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;

/** A connection that remembers what was sent one-way and whether it was closed. */
final class FakeConnection implements Connection {
    private final InetSocketAddress peer =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    private final List<Integer> oneways = new CopyOnWriteArrayList<>();
    private volatile boolean isOpen = true;

    ClientIdentity client(String clientId) {
        return new ClientIdentity(this, clientId, LanguageCode.JAVA, RemotingCommand.VERSION);
    }

    /** Request codes sent so far. */
    List<Integer> oneways() {
        return oneways;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return peer;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public CompletableFuture<RemotingCommand> call(RemotingCommand request, Duration timeout) {
        request.release();
        return new CompletableFuture<>();
    }

    @Override
    public void oneway(RemotingCommand request) {
        oneways.add(request.code());
    }

    @Override
    public ScheduledExecutorService ioThread() {
        throw new AssertionError("the tables of members need no io thread");
    }

    @Override
    public void close() {
        isOpen = false;
    }
}
