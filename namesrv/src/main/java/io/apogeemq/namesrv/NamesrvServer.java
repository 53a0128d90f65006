package io.apogeemq.namesrv;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.concurrent.BoundedExecutor;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import io.apogeemq.namesrv.kv.KvConfigs;
import io.apogeemq.namesrv.kv.KvProcessor;
import io.apogeemq.namesrv.route.BrokerDepartures;
import io.apogeemq.namesrv.route.BrokerLiveness;
import io.apogeemq.namesrv.route.ClusterProcessor;
import io.apogeemq.namesrv.route.LivenessProcessor;
import io.apogeemq.namesrv.route.RegisterProcessor;
import io.apogeemq.namesrv.route.RegistryLimits;
import io.apogeemq.namesrv.route.RegistryThread;
import io.apogeemq.namesrv.route.RouteAdminProcessor;
import io.apogeemq.namesrv.route.RouteProcessor;
import io.apogeemq.namesrv.route.RouteTable;
import io.apogeemq.namesrv.route.TopicListProcessor;
import io.apogeemq.remoting.server.PortUnavailable;
import io.apogeemq.remoting.server.RemotingServer;
import io.apogeemq.remoting.transport.EventLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A name server: builds its parts in order and closes them in reverse. Several can run in one
 * process; the io threads belong to the caller.
 *
 * <p>Threads: start and close from one thread. Own threads: registry, and admin-0 while there is
 * something to write.
 */
public final class NamesrvServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NamesrvServer.class);
    private static final int ADMIN_THREADS = 1; // changes of files must stay in order
    private static final int ADMIN_QUEUE = 256;
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(1);

    private final NamesrvConfig config;
    private final EventLoops loops;
    private final Clock clock;
    private final Deque<Part> started = new ArrayDeque<>(); // last first
    private RemotingServer server; // set by start

    /** A part that runs, and how to stop it. */
    private record Part(String name, Runnable stop) {}

    /** A name server that does not run yet. */
    public NamesrvServer(NamesrvConfig config, EventLoops loops) {
        this(config, loops, Clock.SYSTEM);
    }

    NamesrvServer(NamesrvConfig config, EventLoops loops, Clock clock) {
        this.config = requireNonNull(config, "config");
        this.loops = requireNonNull(loops, "loops");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Starts to serve.
     *
     * @throws PortUnavailable when the port can't be had
     * @throws MqException when the key-value configuration can't be read
     */
    public void start() {
        config.notices().forEach(log::info);
        try {
            startParts();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void startParts() {
        LiveConfig live = new LiveConfig(config);
        KvConfigs kv = part("kv-configs", this::openKvConfigs, none -> {});
        RegistryThread registry = part("registry", RegistryThread::new, RegistryThread::close);
        BoundedExecutor admin =
                part(
                        "admin",
                        () -> new BoundedExecutor("admin", ADMIN_THREADS, ADMIN_QUEUE),
                        BoundedExecutor::close);
        BrokerLiveness liveness = new BrokerLiveness(clock);
        RouteTable routes =
                new RouteTable(liveness, RegistryLimits.forHeap(Runtime.getRuntime().maxMemory()));
        BrokerDepartures departures = new BrokerDepartures(routes, liveness, registry);
        NamesrvRequests requests =
                new NamesrvRequests(
                        new RouteProcessor(routes, kv, live::routeRules, clock),
                        new ClusterProcessor(routes),
                        new TopicListProcessor(routes, live::routeRules),
                        new RegisterProcessor(routes, kv, live::routeRules, clock),
                        new LivenessProcessor(liveness),
                        new RouteAdminProcessor(routes),
                        new KvProcessor(kv),
                        new ConfigProcessor(live));
        server =
                part(
                        "server",
                        () -> listen(requests, registry, admin, departures),
                        NamesrvServer::stopServing);
        departures.checkEvery(config.scanInterval());
    }

    private KvConfigs openKvConfigs() {
        try {
            return KvConfigs.open(config.kvConfigPath());
        } catch (IOException e) {
            throw new MqException(
                    ErrorCategory.FAULT,
                    "key-value configuration can't be read: " + e.getMessage(),
                    e);
        }
    }

    private RemotingServer listen(
            NamesrvRequests requests,
            RegistryThread registry,
            BoundedExecutor admin,
            BrokerDepartures departures) {
        RemotingServer listening =
                new RemotingServer(
                        config.server(), loops, requests.table(registry, admin), departures);
        listening.start();
        return listening;
    }

    private static void stopServing(RemotingServer server) {
        server.drain(DRAIN_PATIENCE);
        server.close();
    }

    /** How a part is stopped. */
    private interface Stop<T> {
        void stop(T part);
    }

    private <T> T part(String name, Supplier<T> start, Stop<T> stop) {
        long startNanos = System.nanoTime();
        T part = start.get();
        started.push(new Part(name, () -> stop.stop(part)));
        log.info("started part={} millis={}", name, millisSince(startNanos));
        return part;
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /** Finishes what is under way, within about a second, and stops. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            Part part = started.pop();
            long startNanos = System.nanoTime();
            part.stop().run();
            log.info("stopped part={} millis={}", part.name(), millisSince(startNanos));
        }
    }
}
