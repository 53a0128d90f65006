package io.apogeemq.broker.registration;

import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.broker.topic.TopicChangeListener;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.register.UnregisterBrokerRequestHeader;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.remoting.transport.EventLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every name server informed of this broker: at start, in a steady period, at once when topics
 * change, and soon after a name server was lost. Each one is served on its own: a dead one slows
 * nobody. Source: wire spec, "NameServer requests" sections 1 to 3.
 *
 * <p>Threads: everything about a name server happens on the scheduler thread; answers and lost
 * connections are handed over to it. {@link #start} and {@link #close} wait briefly.
 */
public final class NamesrvRegistration implements TopicChangeListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NamesrvRegistration.class);
    private static final Duration UNREGISTER_PATIENCE = Duration.ofMillis(500);
    private static final Duration TELL_PATIENCE = Duration.ofSeconds(3); // mqadmin waits for 5

    private final BrokerIdentity identity;
    private final TopicConfigs topics;
    private final ScheduledExecutorService scheduler;
    private final RemotingClient client;
    private final List<NamesrvLink> links = new ArrayList<>();

    /**
     * @param scheduler one thread; registration work on it is short
     */
    public NamesrvRegistration(
            BrokerIdentity identity,
            RegistrationConfig config,
            TopicConfigs topics,
            LiveConfig live,
            EventLoops loops,
            ScheduledExecutorService scheduler) {
        this.identity = identity;
        this.topics = topics;
        this.scheduler = scheduler;
        this.client =
                new RemotingClient(
                        ClientConfig.DEFAULT, loops, ProcessorTable.NONE, new LostConnections());
        RegistrationBody body = new RegistrationBody(topics, live);
        for (String nameServer : config.nameServers()) {
            links.add(new NamesrvLink(nameServer, identity, config, body, client, scheduler));
        }
    }

    /** A connection that is lost tells of a name server that may be starting again. */
    private final class LostConnections implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {}

        @Override
        public void onClose(Connection connection) {
            onScheduler(() -> links.forEach(NamesrvLink::registerSoon));
        }
    }

    /** Registers everywhere for the first time, and waits a moment so that it may be done. */
    public void start(Duration patience) {
        topics.addListener(this);
        onScheduler(() -> links.forEach(NamesrvLink::start));
        await(told(), patience);
    }

    @Override
    public void onChanged(List<TopicConfig> changed) {
        onScheduler(() -> links.forEach(link -> link.topicsChanged(changed)));
    }

    @Override
    public void onDeleted(String topic) {
        registerAll();
    }

    /** Registers everything everywhere now, because more changed than a few topics. */
    public void registerAll() {
        onScheduler(() -> links.forEach(NamesrvLink::registerFully));
    }

    /**
     * Done when the name servers that answer know every change up to now. One that is away is not waited
     * for, one that does not answer for three seconds at most.
     */
    public CompletableFuture<Void> told() {
        List<CompletableFuture<Void>> each = new ArrayList<>();
        for (NamesrvLink link : links) {
            CompletableFuture<Void> one = new CompletableFuture<>();
            each.add(one);
            onScheduler(() -> link.whenTold(one));
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(each.toArray(CompletableFuture[]::new));
        if (!all.isDone()) {
            try {
                scheduler.schedule(
                        () -> all.complete(null), TELL_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                all.complete(null); // the broker is closing
            }
        }
        return all;
    }

    private void onScheduler(Runnable work) {
        try {
            scheduler.execute(work);
        } catch (RejectedExecutionException e) {
            log.debug("the broker is closing, name servers are told no more");
        }
    }

    /** Takes the broker out of every route, as far as name servers answer quickly. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> left = new ArrayList<>();
        for (NamesrvLink link : links) {
            link.stop();
            left.add(unregister(link.address()));
        }
        await(CompletableFuture.allOf(left.toArray(CompletableFuture[]::new)), UNREGISTER_PATIENCE);
        client.close();
    }

    private CompletableFuture<Void> unregister(String nameServer) {
        RemotingCommand request =
                RemotingCommand.request(
                        RequestCode.UNREGISTER_BROKER,
                        new UnregisterBrokerRequestHeader(
                                identity.brokerName(),
                                identity.address(),
                                identity.clusterName(),
                                identity.brokerId()));
        return client.call(nameServer, request, UNREGISTER_PATIENCE)
                .handle(
                        (response, failure) -> {
                            if (response != null) {
                                response.release();
                            }
                            return null; // a name server that is away forgets us by itself
                        });
    }

    private static void await(CompletableFuture<Void> work, Duration patience) {
        try {
            work.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("not every name server answered in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many name servers know this broker, as far as it can tell. */
    public int registeredCount() {
        int count = 0;
        for (NamesrvLink link : links) {
            count += link.isRegistered() ? 1 : 0;
        }
        return count;
    }
}
