package io.apogeemq.remoting.client;

import io.apogeemq.remoting.transport.ChannelConnection;
import io.apogeemq.remoting.transport.Channels;
import io.apogeemq.remoting.transport.EventLoops;
import io.apogeemq.remoting.transport.RemotingException;
import io.apogeemq.remoting.transport.RequestReceiver;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * One connection for each address, opened when first asked for and opened again when it broke.
 *
 * <p>Threads: safe for any thread.
 */
final class ConnectionPool {
    private final ClientConfig config;
    private final EventLoops loops;
    private final RequestReceiver receiver;
    private final ConcurrentMap<String, CompletableFuture<ChannelConnection>> byAddress =
            new ConcurrentHashMap<>();
    private volatile boolean closed;

    ConnectionPool(ClientConfig config, EventLoops loops, RequestReceiver receiver) {
        this.config = config;
        this.loops = loops;
        this.receiver = receiver;
    }

    /** The open connection to the address, or one being opened. */
    CompletableFuture<ChannelConnection> get(String address) {
        CompletableFuture<ChannelConnection> known = byAddress.get(address);
        if (known != null && isUsable(known)) {
            return known;
        }
        if (closed) {
            return CompletableFuture.failedFuture(new RemotingException.Closed(address));
        }
        return byAddress.compute(
                address,
                (key, present) -> present != null && isUsable(present) ? present : open(key));
    }

    /** The connection that is open now, or null. */
    ChannelConnection openConnection(String address) {
        CompletableFuture<ChannelConnection> known = byAddress.get(address);
        if (known == null || !known.isDone() || known.isCompletedExceptionally()) {
            return null;
        }
        ChannelConnection connection = known.join();
        return connection.isOpen() ? connection : null;
    }

    /** Forgets a connection whose server goes away; what is in flight on it is still answered. */
    void forget(String address, ChannelConnection connection) {
        byAddress.computeIfPresent(
                address, (key, present) -> openConnection(key) == connection ? null : present);
    }

    void close() {
        closed = true;
        for (CompletableFuture<ChannelConnection> connection : byAddress.values()) {
            connection.thenAccept(ChannelConnection::close);
        }
        byAddress.clear();
    }

    private static boolean isUsable(CompletableFuture<ChannelConnection> connection) {
        if (!connection.isDone()) {
            return true;
        }
        return !connection.isCompletedExceptionally() && connection.join().isOpen();
    }

    private CompletableFuture<ChannelConnection> open(String address) {
        CompletableFuture<ChannelConnection> opened = new CompletableFuture<>();
        HostAndPort hostAndPort = HostAndPort.parse(address);
        hostAndPort
                .resolve()
                .whenComplete(
                        (socketAddress, failure) -> {
                            if (failure != null) {
                                opened.completeExceptionally(
                                        new RemotingException.ConnectFailed(address, failure));
                            } else {
                                connect(address, socketAddress, opened);
                            }
                        });
        return opened;
    }

    private void connect(
            String address,
            InetSocketAddress socketAddress,
            CompletableFuture<ChannelConnection> opened) {
        ChannelFuture connecting;
        try {
            connecting =
                    Channels.connect(
                            loops,
                            socketAddress,
                            config.connectTimeout(),
                            config.connection(),
                            receiver);
        } catch (RuntimeException e) { // the io threads are shut down
            opened.completeExceptionally(new RemotingException.ConnectFailed(address, e));
            return;
        }
        connecting.addListener(
                done -> {
                    if (!done.isSuccess()) {
                        opened.completeExceptionally(
                                new RemotingException.ConnectFailed(address, done.cause()));
                        return;
                    }
                    Channel channel = connecting.channel();
                    ChannelConnection connection = channel.pipeline().get(ChannelConnection.class);
                    if (closed || connection == null) {
                        channel.close();
                        opened.completeExceptionally(new RemotingException.Closed(address));
                    } else {
                        opened.complete(connection);
                    }
                });
    }
}
