package io.apogeemq.broker;

import io.apogeemq.broker.admin.BrokerAdmin;
import io.apogeemq.broker.admin.ClientRelay;
import io.apogeemq.broker.admin.ConnectionAdmin;
import io.apogeemq.broker.admin.GroupAdmin;
import io.apogeemq.broker.admin.ProgressAdmin;
import io.apogeemq.broker.admin.RetentionAdmin;
import io.apogeemq.broker.admin.RuntimeTable;
import io.apogeemq.broker.admin.StatsAdmin;
import io.apogeemq.broker.admin.StoreAdmin;
import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.broker.config.RetentionKeys;
import io.apogeemq.broker.group.ConsumerListProcessor;
import io.apogeemq.broker.group.HeartbeatProcessor;
import io.apogeemq.broker.group.QueueLockProcessor;
import io.apogeemq.broker.group.ServerRebalance;
import io.apogeemq.broker.group.TopicRoutes;
import io.apogeemq.broker.offset.OffsetProcessor;
import io.apogeemq.broker.offset.OffsetReset;
import io.apogeemq.broker.pull.LongPollTable;
import io.apogeemq.broker.pull.PullProcessor;
import io.apogeemq.broker.query.QueryMessageProcessor;
import io.apogeemq.broker.query.ViewMessageProcessor;
import io.apogeemq.broker.registration.NamesrvRegistration;
import io.apogeemq.broker.send.SendProcessor;
import io.apogeemq.broker.topic.TopicProcessor;
import io.apogeemq.common.concurrent.BoundedExecutor;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.InFlightLimits;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.server.RemotingServer;
import io.apogeemq.remoting.server.ServerConfig;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.remoting.transport.ConnectionOptions;
import io.apogeemq.remoting.transport.EventLoops;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.file.StoreFiles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker in this process: builds its parts in order and closes them in reverse. The wiring and
 * nothing else.
 *
 * <p>Threads: built, started and closed by one thread. Owns the threads {@code scheduler}, {@code
 * admin-n} and {@code cold-read-n}, and through the store those of the store; the io threads are the
 * caller's.
 */
public final class BrokerServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerServer.class);

    private static final int ADMIN_THREADS = 4;
    private static final int COLD_READ_THREADS = 4;
    private static final int QUEUED_WORK = 1024;
    private static final int MOST_CONNECTIONS = 65_536;
    private static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(10);
    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(10);
    private static final Duration REGISTRATION_PATIENCE = Duration.ofSeconds(1);
    private static final Duration DRAIN_PATIENCE = Duration.ofMillis(500);

    /** What was built, the last on top; closed from the top. */
    private final Deque<Step> steps = new ArrayDeque<>();

    private final BrokerConfig config;
    private final FreePorts freePorts; // null: the port is configured
    private final ScheduledThreadPoolExecutor scheduler;
    private final BoundedExecutor admin;
    private final LongPollTable longPolls;
    private final MessageStore store;
    private final BrokerTables tables;
    private final RemotingServer server;
    private final NamesrvRegistration registration;

    /** One part and how it is closed. */
    private record Step(String name, AutoCloseable part) {}

    /**
     * Opens the store and the tables; nobody is served yet.
     *
     * @param loops io threads, shared with the rest of the process and not closed here
     */
    public BrokerServer(BrokerConfig configured, EventLoops loops) {
        this(configured, loops, StoreFiles.onDisk());
    }

    /** Opens the store over another file system, e.g. one that fails. */
    BrokerServer(BrokerConfig configured, EventLoops loops, StoreFiles files) {
        boolean done = false;
        try {
            boolean anyPort = configured.identity().port() == 0;
            freePorts = anyPort ? opened("ports", FreePorts.take(configured.bindAddress())) : null;
            config = anyPort ? configured.onPort(freePorts.port()) : configured;
            scheduler = newScheduler();
            steps.push(new Step("scheduler", scheduler::shutdownNow));
            admin = opened("admin", new BoundedExecutor("admin", ADMIN_THREADS, QUEUED_WORK));
            BoundedExecutor coldRead =
                    opened(
                            "cold reads",
                            new BoundedExecutor("cold-read", COLD_READ_THREADS, QUEUED_WORK));
            longPolls = new LongPollTable(config.pull());
            store =
                    opened(
                            "store",
                            MessageStore.open(
                                    config.store(),
                                    longPolls,
                                    Clock.SYSTEM,
                                    files,
                                    Loops.threads()));
            tables = BrokerTables.open(config, store, admin);
            steps.push(new Step("consume offsets", tables::write));
            RemotingClient routeClient =
                    opened(
                            "route client",
                            new RemotingClient(
                                    ClientConfig.DEFAULT,
                                    loops,
                                    ProcessorTable.NONE,
                                    ConnectionListener.NONE));
            server = opened("server", newServer(processors(coldRead, routeClient), loops));
            registration =
                    opened(
                            "registration",
                            new NamesrvRegistration(
                                    config.identity(),
                                    config.registration(),
                                    tables.topics(),
                                    tables.live(),
                                    loops,
                                    scheduler));
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private <T extends AutoCloseable> T opened(String name, T part) {
        steps.push(new Step(name, part));
        return part;
    }

    private static ScheduledThreadPoolExecutor newScheduler() {
        ScheduledThreadPoolExecutor scheduler =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "scheduler");
                            thread.setDaemon(true);
                            return thread;
                        });
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    private BrokerRequests.Processors processors(
            BoundedExecutor coldRead, RemotingClient routeClient) {
        return new BrokerRequests.Processors(
                new SendProcessor(
                        config.send(),
                        config.identity(),
                        store,
                        tables.topics(),
                        tables.live(),
                        tables.stats(),
                        group -> tables.groups().findOrCreate(group) != null,
                        scheduler,
                        admin),
                new PullProcessor(
                        config.pull(),
                        config.identity(),
                        store,
                        tables.live(),
                        new PullProcessor.Tables(
                                tables.topics(),
                                tables.groups(),
                                tables.consumers(),
                                tables.offsets(),
                                tables.filters(),
                                tables.stats()),
                        longPolls,
                        coldRead),
                new HeartbeatProcessor(
                        tables.consumers(),
                        tables.producers(),
                        tables.groups(),
                        tables.topics(),
                        admin),
                new ConsumerListProcessor(tables.consumers()),
                new QueueLockProcessor(
                        tables.locks(), tables.topics(), config.identity().brokerName()),
                new OffsetProcessor(
                        tables.offsets(),
                        tables.groups(),
                        tables.topics(),
                        store,
                        admin,
                        Clock.SYSTEM),
                new TopicProcessor(
                        tables.topics(),
                        tables.systemTopics(),
                        store,
                        tables.stats(),
                        config.identity().brokerName(),
                        () -> registration.told()),
                new ServerRebalance(
                        tables.consumers(),
                        TopicRoutes.ofNameServers(
                                config.registration().nameServers(), routeClient)),
                administration());
    }

    private BrokerRequests.Administration administration() {
        return new BrokerRequests.Administration(
                new BrokerAdmin(
                        tables.live(), new RuntimeTable(store, tables.stats(), Clock.SYSTEM)),
                new GroupAdmin(
                        tables.groups(), tables.offsets(), tables.offsetFile(), tables.stats()),
                new ConnectionAdmin(tables.consumers(), tables.producers()),
                new ProgressAdmin(
                        tables.consumers(),
                        tables.offsets(),
                        tables.topics(),
                        store,
                        tables.stats(),
                        config.identity()),
                new OffsetReset(
                        tables.offsets(),
                        tables.offsetFile(),
                        tables.groups(),
                        tables.topics(),
                        store,
                        config.identity().brokerName()),
                new ClientRelay(
                        tables.consumers(),
                        tables.groups(),
                        tables.topics(),
                        store,
                        config.identity()),
                new StatsAdmin(tables.stats()),
                new StoreAdmin(store),
                new RetentionAdmin(store.retention()),
                new ViewMessageProcessor(store),
                new QueryMessageProcessor(store));
    }

    private RemotingServer newServer(BrokerRequests.Processors processors, EventLoops loops) {
        int port = config.identity().port();
        return new RemotingServer(
                new ServerConfig(
                        config.bindAddress(),
                        List.of(port, port - 2),
                        MOST_CONNECTIONS,
                        InFlightLimits.DEFAULT,
                        ConnectionOptions.DEFAULT),
                loops,
                BrokerRequests.table(processors, admin),
                new Connections());
    }

    /**
     * A connection that closes takes along what it waited for and who was connected over it. What a
     * read has stored becomes known at its end.
     */
    private final class Connections implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {}

        @Override
        public void onClose(Connection connection) {
            longPolls.connectionClosed(connection);
            tables.connectionClosed(connection);
        }

        @Override
        public void onReadComplete() {
            store.announce();
        }
    }

    /** Begins to serve, and tells the name servers. Returns when the ports are open. */
    public void start() {
        tables.topics().addListener(longPolls);
        store.start();
        if (freePorts != null) {
            freePorts.close();
        }
        server.start();
        every(EXPIRY_INTERVAL, tables::expire);
        every(SAMPLE_INTERVAL, tables.stats()::sample);
        every(
                config.values().duration(BrokerConfigKeys.FLUSH_CONSUMER_OFFSET_INTERVAL),
                () -> admin.execute(tables::write));
        tables.live().onChange(this::permissionMayHaveChanged);
        tables.live()
                .onChange(
                        () -> store.retention().change(RetentionKeys.read(tables.live().values())));
        registration.start(REGISTRATION_PATIENCE);
    }

    private void every(Duration interval, Runnable work) {
        scheduler.scheduleWithFixedDelay(
                () -> runLogged(work),
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static void runLogged(Runnable work) {
        try {
            work.run();
        } catch (RejectedExecutionException e) {
            log.debug("periodic work is left out, the executor is busy or closed");
        } catch (RuntimeException e) { // the boundary of the scheduler: the next run goes on
            log.error("periodic work failed", e);
        }
    }

    private void permissionMayHaveChanged() {
        tables.topics().renewVersion();
        registration.registerAll();
    }

    /** The port that clients use: the real one when any was asked for. */
    public int port() {
        return config.identity().port();
    }

    /** The address that clients are told, {@code ip:port}. */
    public String address() {
        return config.identity().address();
    }

    /** How many pulls wait for a message. */
    public int parkedPulls() {
        return longPolls.parked();
    }

    /** How many name servers know this broker. */
    public int registeredCount() {
        return registration.registeredCount();
    }

    /** Tells the name servers, answers what is under way, and closes everything in reverse order. */
    @Override
    public void close() {
        if (server != null && !steps.isEmpty()) {
            longPolls.close();
        }
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            long begin = System.nanoTime();
            try {
                if (step.part() == server) {
                    server.drain(DRAIN_PATIENCE);
                }
                step.part().close();
            } catch (Exception e) { // closing goes on with the other parts
                log.error("could not be closed part={}", step.name(), e);
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            log.info("closed part={} millis={}", step.name(), millis);
        }
    }
}
