package io.apogeemq.remoting.server;

import io.apogeemq.remoting.transport.Channels;
import io.apogeemq.remoting.transport.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one or more ports and serves the requests of a {@link ProcessorTable}.
 *
 * <p>Threads: the io threads of the given {@link EventLoops}; start and close from one thread.
 */
public final class RemotingServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RemotingServer.class);
    private static final long DRAIN_CHECK_NANOS = Duration.ofMillis(2).toNanos();

    private final ServerConfig config;
    private final EventLoops loops;
    private final RequestDispatcher dispatcher;
    private final List<Channel> listening = new ArrayList<>();
    private final ChannelGroup connections =
            new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    /** A server that does not listen yet. */
    public RemotingServer(
            ServerConfig config,
            EventLoops loops,
            ProcessorTable processors,
            ConnectionListener listener) {
        this.config = config;
        this.loops = loops;
        this.dispatcher = new RequestDispatcher(processors, config.inFlight(), listener);
    }

    /**
     * Starts to listen on every port.
     *
     * @throws PortUnavailable when one of them can't be had; none is listened on then
     */
    public void start() {
        for (int port : config.ports()) {
            ChannelFuture bound =
                    Channels.listen(
                                    loops,
                                    new InetSocketAddress(config.bindAddress(), port),
                                    config.connection(),
                                    dispatcher,
                                    this::admit)
                            .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                stopListening();
                throw new PortUnavailable(config.bindAddress(), port, bound.cause());
            }
            listening.add(bound.channel());
        }
        log.info(
                "listening address={} ports={} transport={}",
                config.bindAddress(),
                ports(),
                loops.transport());
    }

    /** The first port that is listened on: the real one when 0 was asked for. */
    public int port() {
        return ports().get(0);
    }

    private List<Integer> ports() {
        return listening.stream()
                .map(c -> ((InetSocketAddress) c.localAddress()).getPort())
                .toList();
    }

    /** Requests whose answer is still to come. */
    public int inFlight() {
        return dispatcher.inFlight();
    }

    /** Open connections. */
    public int connections() {
        return connections.size();
    }

    /**
     * Takes no new connection, tells new requests to go elsewhere, and waits until those under way
     * are answered, but no longer than {@code patience}.
     */
    public void drain(Duration patience) {
        stopListening();
        dispatcher.drain();
        long deadline = System.nanoTime() + patience.toNanos();
        while (dispatcher.inFlight() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(DRAIN_CHECK_NANOS);
        }
        if (dispatcher.inFlight() > 0) {
            log.warn("stopping with unanswered requests count={}", dispatcher.inFlight());
        }
    }

    /** Closes every port and every connection. */
    @Override
    public void close() {
        stopListening();
        connections.close().awaitUninterruptibly();
    }

    private void stopListening() {
        for (Channel channel : listening) {
            channel.close().awaitUninterruptibly();
        }
        listening.clear();
    }

    private boolean admit(Channel channel) {
        if (connections.size() >= config.mostConnections()) {
            log.warn(
                    "refusing a connection, raise the limit if it is meant to be peer={} limit={}",
                    channel.remoteAddress(),
                    config.mostConnections());
            return false;
        }
        connections.add(channel);
        return true;
    }
}
