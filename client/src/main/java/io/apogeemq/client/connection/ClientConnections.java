package io.apogeemq.client.connection;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.error.ClientClosedException;
import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.remoting.transport.EventLoops;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network side of one client: sockets to brokers and NameServers, the routes it knows, and the
 * heartbeats of the producers and consumers that share it.
 *
 * <p>A producer or consumer makes one for itself unless it is given one to share. There is no registry:
 * two objects of this class in one process are two clients.
 *
 * <pre>{@code
 * try (ClientConnections connections =
 *                 ClientConnections.builder().nameServers("192.0.2.1:9876;192.0.2.2:9876").build();
 *         Producer orders = Producer.builder().connections(connections).group("orders").build();
 *         Producer audit = Producer.builder().connections(connections).group("audit").build()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Threads: safe for any thread. Owns one or two io threads (unless event loops are shared) and a timer
 * thread; {@link #close} ends and joins them. Futures complete on io threads: what hangs on them must not
 * block.
 */
public final class ClientConnections implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClientConnections.class);
    private static final Duration FIRST_ROUTE_REFRESH = Duration.ofSeconds(1);
    private static final Duration UNREGISTER_WAIT = Duration.ofSeconds(1);

    private final String name;
    private final String clientId;
    private final InetAddress localAddress;
    private final Clock clock;
    private final Duration requestTimeout;
    private final EventLoops loops;
    private final boolean ownsLoops;
    private final ClientMembers members = new ClientMembers();
    private final RemotingClient client;
    private final ClientTimer timer;
    private final NameServers nameServers;
    private final RouteCache routes;
    private final HeartbeatLoop heartbeats;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ClientConnections(Builder from) {
        NameServerList list =
                from.nameServers.isEmpty()
                        ? NameServerList.ofProcess()
                        : NameServerList.parse(from.nameServers);
        this.name = from.name;
        this.clock = from.clock;
        this.requestTimeout = from.requestTimeout;
        this.localAddress = LocalAddress.find();
        this.clientId =
                localAddress.getHostAddress()
                        + '@'
                        + (from.instanceName.isEmpty() ? randomInstance() : from.instanceName);
        this.ownsLoops = from.loops == null;
        this.loops =
                ownsLoops
                        ? new EventLoops(name + "-io", from.ioThreads, EventLoops.Transport.AUTO)
                        : from.loops;
        this.timer = new ClientTimer(name + "-timer");
        this.client =
                new RemotingClient(
                        ClientConfig.DEFAULT,
                        loops,
                        BrokerRequests.table(members),
                        new NewConnections());
        this.nameServers = new NameServers(list, client, requestTimeout, clock);
        this.routes = new RouteCache(nameServers, clock);
        this.heartbeats =
                new HeartbeatLoop(
                        clientId,
                        members,
                        () -> routes.brokers().values(),
                        this::call,
                        requestTimeout,
                        clock);
        routes.onChange(route -> timer.execute(heartbeats::beatNew));
        timer.every(FIRST_ROUTE_REFRESH, from.routeRefresh, routes::refreshAll);
        timer.every(from.heartbeatInterval, from.heartbeatInterval, heartbeats::beatNow);
        log.info("client started clientId={} nameServers={}", clientId, list.text());
    }

    /** Starts with the usual settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** The id by which brokers know this client: {@code ip@pid#random}. */
    public String clientId() {
        return clientId;
    }

    /** Prefix of the names of this client's threads. */
    public String name() {
        return name;
    }

    /** The address in the client id. */
    public InetAddress localAddress() {
        return localAddress;
    }

    /** Where this client takes time from. */
    public Clock clock() {
        return clock;
    }

    /** The usual patience with one request that is not a send or a pull. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** Where the topics are. */
    public RouteCache routes() {
        return routes;
    }

    /** Who is told that we are here. */
    public HeartbeatLoop heartbeats() {
        return heartbeats;
    }

    /** The NameServers, for requests of other kinds than routes. */
    public NameServers nameServers() {
        return nameServers;
    }

    /** The thread for short things that happen later or again and again. */
    public ClientTimer timer() {
        return timer;
    }

    /**
     * Sends a request to a broker and gives its response, a detached command that the caller releases.
     *
     * <p>Fails with a {@code RemotingException}, or {@link ClientClosedException}. The request's body is
     * given away in any case.
     */
    public CompletableFuture<RemotingCommand> call(
            String address, RemotingCommand request, Duration timeout) {
        if (closed.get()) {
            request.release();
            return CompletableFuture.failedFuture(closedError());
        }
        return client.call(address, request, timeout);
    }

    /** Sends a request that wants no answer; lost in silence when the broker can't be reached. */
    public void oneway(String address, RemotingCommand request) {
        if (closed.get()) {
            request.release();
            throw closedError();
        }
        client.oneway(address, request);
    }

    /**
     * Adds a producer of the group to the heartbeats. Closing the registration takes it out; the last
     * one of a group is signed off at the brokers, which may take up to a second.
     */
    public Registration registerProducer(String group) {
        requireNonNull(group, "group");
        requireOpen();
        members.addProducer(group);
        timer.execute(heartbeats::beatNow);
        return once(
                () -> {
                    if (members.removeProducer(group)) {
                        signOff(heartbeats.unregister(group, ""));
                    }
                });
    }

    /**
     * Adds a consumer to the heartbeats and to those whom brokers may ask. Closing the registration takes
     * it out and signs it off at the brokers, which may take up to a second.
     *
     * @throws ClientConfigException when there is a consumer of this group already
     */
    public Registration registerConsumer(ConsumerMember member) {
        requireNonNull(member, "member");
        requireOpen();
        members.addConsumer(member);
        timer.execute(heartbeats::beatNow);
        return once(
                () -> {
                    if (members.removeConsumer(member)) {
                        signOff(heartbeats.unregister("", member.group()));
                    }
                });
    }

    /** Whether the calling thread is one of this client's, which must not wait for its answers. */
    public boolean isOwnThread() {
        return loops.isIoThread() || timer.isCurrent();
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Signs off what is still registered, closes every connection and ends the threads. Requests in
     * flight fail. Must not be called from a thread of this client.
     */
    @Override
    public void close() {
        if (closed.get()) {
            return;
        }
        for (String group : members.producerGroups()) {
            signOff(heartbeats.unregister(group, ""));
        }
        for (String group : members.consumerGroups()) {
            signOff(heartbeats.unregister("", group));
        }
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        timer.close();
        client.close();
        if (ownsLoops) {
            loops.close();
        }
        log.info("client closed clientId={}", clientId);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw closedError();
        }
    }

    private ClientClosedException closedError() {
        return new ClientClosedException("client '" + clientId + "'");
    }

    /** A broker that does not answer finds out by the closed connection. */
    private static void signOff(CompletableFuture<Void> done) {
        try {
            done.get(UNREGISTER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("not every broker confirmed that a group left", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Registration once(Runnable takeBack) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                takeBack.run();
            }
        };
    }

    private static String randomInstance() {
        return ProcessHandle.current().pid()
                + "#"
                + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    }

    /** Has brokers told again who we are when their connection is a new one. */
    private final class NewConnections implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {
            long openedNanos = clock.nanoTime();
            timer.execute(() -> heartbeats.onConnected(connection.remoteAddress(), openedNanos));
        }

        @Override
        public void onClose(Connection connection) {}
    }

    /** Settings of a client. Threads: confined to its creator. */
    public static final class Builder {
        private static final int MOST_IO_THREADS = 64;

        private String nameServers = "";
        private String name = "apogeemq-client";
        private String instanceName = "";
        private int ioThreads = 1;
        private EventLoops loops; // null: own ones
        private Duration requestTimeout = Duration.ofSeconds(3);
        private Duration routeRefresh = Duration.ofSeconds(30);
        private Duration heartbeatInterval = Duration.ofSeconds(30);
        private Clock clock = Clock.SYSTEM;

        private Builder() {}

        /**
         * Addresses of the NameServers, {@code host:port;host:port}. Without this setting the system
         * property {@code rocketmq.namesrv.addr} counts, else the environment variable {@code
         * NAMESRV_ADDR}.
         */
        public Builder nameServers(String addresses) {
            nameServers = requireNonNull(addresses, "addresses").trim();
            return this;
        }

        /** Prefix of the names of the client's threads. */
        public Builder name(String prefix) {
            name = requireNonNull(prefix, "prefix");
            return this;
        }

        /**
         * The part of the client id after the address; normally process id and a random number, so that
         * no two clients are taken for one. A consumer that keeps its offsets on this machine needs one
         * that stays the same.
         */
        public Builder instanceName(String fixed) {
            instanceName = requireNonNull(fixed, "fixed");
            return this;
        }

        /** Number of io threads: 1 unless one core is not enough for the traffic. */
        public Builder ioThreads(int count) {
            if (count < 1 || count > MOST_IO_THREADS) {
                throw new ClientConfigException(
                        "ioThreads '" + count + "' must be 1 to " + MOST_IO_THREADS);
            }
            ioThreads = count;
            return this;
        }

        /** Uses io threads of the application, which closes them after this client. */
        public Builder eventLoops(EventLoops shared) {
            loops = requireNonNull(shared, "shared");
            return this;
        }

        /** Patience with one request that is not a send or a pull; 3 seconds. */
        public Builder requestTimeout(Duration timeout) {
            requestTimeout = positive("requestTimeout", timeout);
            return this;
        }

        /** How often every known route is asked for again; 30 seconds. */
        public Builder routeRefreshInterval(Duration interval) {
            routeRefresh = positive("routeRefreshInterval", interval);
            return this;
        }

        /** How often brokers get a heartbeat; 30 seconds, they forget a client after 120. */
        public Builder heartbeatInterval(Duration interval) {
            heartbeatInterval = positive("heartbeatInterval", interval);
            return this;
        }

        /** Where the client takes time from; for tests. */
        public Builder clock(Clock source) {
            clock = requireNonNull(source, "source");
            return this;
        }

        /**
         * Starts the client. It connects when something is first sent or asked for.
         *
         * @throws ClientConfigException when no usable NameServer address is given
         */
        public ClientConnections build() {
            return new ClientConnections(this);
        }

        private static Duration positive(String setting, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new ClientConfigException(
                        setting + " '" + value + "' must be longer than nothing");
            }
            return value;
        }
    }
}
