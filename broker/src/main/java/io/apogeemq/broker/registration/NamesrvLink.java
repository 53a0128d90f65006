package io.apogeemq.broker.registration;

import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.register.QueryDataVersionRequestHeader;
import io.apogeemq.remoting.protocol.register.QueryDataVersionResponseHeader;
import io.apogeemq.remoting.protocol.register.RegisterBrokerBody;
import io.apogeemq.remoting.protocol.register.RegisterBrokerRequestHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This broker at one name server.
 *
 * <pre>
 *            ┌──────────── failure: retry after 1, 2, 4, 8, 10, 10 ... s ───┐
 *            ▼                                                              │
 * NEW ──▶ UNKNOWN ──full registration accepted──▶ KNOWN ──changes: only those topics──▶ KNOWN
 *                                                   ├─ every period: is our version still known? ─┤
 *                                                   └─ it is not, or connection lost: full ───────┘
 * </pre>
 *
 * What a period costs does not depend on how many topics there are. One request is under way at a time; what changes meanwhile goes with the next.
 *
 * <p>Threads: confined to the scheduler thread, but for what is volatile.
 */
final class NamesrvLink {
    private static final Logger log = LoggerFactory.getLogger(NamesrvLink.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final String address;
    private final BrokerIdentity identity;
    private final RegistrationConfig config;
    private final RegistrationBody body;
    private final RemotingClient client;
    private final ScheduledExecutorService scheduler;

    private final Set<String> changedTopics = new TreeSet<>(); // not told since the last request
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(); // until all is told
    private boolean underWay;
    private boolean needsFull = true;
    private Optional<DataVersion> told = Optional.empty(); // that the name server has, from us
    private boolean hasFailed; // since it was last known
    private Duration nextRetry = FIRST_RETRY;
    private Future<?> timer;
    private volatile boolean registered; // written by: scheduler
    private volatile boolean stopped;

    NamesrvLink(
            String address,
            BrokerIdentity identity,
            RegistrationConfig config,
            RegistrationBody body,
            RemotingClient client,
            ScheduledExecutorService scheduler) {
        this.address = address;
        this.identity = identity;
        this.config = config;
        this.body = body;
        this.client = client;
        this.scheduler = scheduler;
    }

    String address() {
        return address;
    }

    boolean isRegistered() {
        return registered;
    }

    void start() {
        registerFully();
    }

    /** Sends nothing more. Any thread. */
    void stop() {
        stopped = true;
    }

    void registerFully() {
        needsFull = true;
        register();
    }

    /** Shows that this broker lives; registers again if the name server does not know all of it. */
    private void renew() {
        DataVersion version = body.version();
        if (underWay || stopped || !told.equals(Optional.of(version))) {
            registerFully();
            return;
        }
        underWay = true;
        RemotingCommand request =
                RemotingCommand.request(
                        RequestCode.QUERY_DATA_VERSION,
                        new QueryDataVersionRequestHeader(
                                identity.brokerName(),
                                identity.address(),
                                identity.clusterName(),
                                identity.brokerId()),
                        version.toJson());
        client.call(address, request, config.timeout())
                .whenComplete(
                        (response, failure) -> {
                            boolean isKnown = failure == null && isUnchanged(response);
                            if (response != null) {
                                response.release();
                            }
                            onScheduler(() -> renewed(isKnown));
                        });
    }

    private static boolean isUnchanged(RemotingCommand response) {
        return response.code() == ResponseCode.SUCCESS
                && !QueryDataVersionResponseHeader.read(response.fields()).changed();
    }

    private void renewed(boolean isKnown) {
        underWay = false;
        if (!isKnown || needsFull) {
            registerFully();
            return;
        }
        setTimer(config.period());
        if (!changedTopics.isEmpty()) {
            register();
        }
        releaseWaiting();
    }

    /** The name server may have been restarted and know nothing. */
    void registerSoon() {
        if (!underWay && !needsFull) {
            needsFull = true;
            setTimer(FIRST_RETRY);
        }
    }

    void topicsChanged(List<TopicConfig> topics) {
        for (TopicConfig topic : topics) {
            changedTopics.add(topic.topicName());
        }
        if (!needsFull) { // else they are part of the full registration that is due
            register();
        }
    }

    /** Completes the future when nothing is left to tell, or at once if the name server is away. */
    void whenTold(CompletableFuture<Void> done) {
        waiting.add(done);
        releaseWaiting();
    }

    private void releaseWaiting() {
        boolean isToldAll = !underWay && !needsFull && changedTopics.isEmpty();
        if (isToldAll || hasFailed || stopped) {
            waiting.forEach(done -> done.complete(null));
            waiting.clear();
        }
    }

    private void register() {
        if (underWay || stopped) {
            return;
        }
        underWay = true;
        boolean isFull = needsFull;
        DataVersion version = body.version(); // before the body: that one is not older
        byte[] bytes = isFull ? body.full() : body.changed(changedTopics);
        needsFull = false;
        changedTopics.clear();
        RemotingCommand request =
                RemotingCommand.request(
                        RequestCode.REGISTER_BROKER,
                        new RegisterBrokerRequestHeader(
                                identity.brokerName(),
                                identity.address(),
                                identity.clusterName(),
                                identity.haAddress(),
                                identity.brokerId(),
                                RegisterBrokerRequestHeader.NO_TIMEOUT,
                                false,
                                false,
                                RegisterBrokerBody.crc32(bytes),
                                ""),
                        bytes);
        client.call(address, request, config.timeout())
                .whenComplete((response, failure) -> handOver(response, failure, isFull, version));
    }

    /** On an io thread. */
    private void handOver(
            RemotingCommand response, Throwable failure, boolean wasFull, DataVersion version) {
        String problem = problem(response, failure);
        if (response != null) {
            response.release();
        }
        onScheduler(() -> answered(problem, wasFull, version));
    }

    private void onScheduler(Runnable work) {
        try {
            scheduler.execute(work);
        } catch (RejectedExecutionException e) {
            log.debug("the broker is closing, an answer is dropped nameServer={}", address);
        }
    }

    private static String problem(RemotingCommand response, Throwable failure) {
        if (failure != null) {
            return failure.getMessage() == null ? failure.toString() : failure.getMessage();
        }
        return response.code() == ResponseCode.SUCCESS
                ? ""
                : "answer " + response.code() + ": " + response.remark();
    }

    private void answered(String problem, boolean wasFull, DataVersion version) {
        underWay = false;
        if (problem.isEmpty()) {
            told = Optional.of(version);
            accepted(wasFull);
        } else {
            failed(problem);
        }
        releaseWaiting();
    }

    private void accepted(boolean wasFull) {
        if (!registered || hasFailed) {
            log.info(
                    "registered nameServer={} broker={} address={}",
                    address,
                    identity.brokerName(),
                    identity.address());
        }
        registered = true;
        hasFailed = false;
        nextRetry = FIRST_RETRY;
        if (needsFull || !changedTopics.isEmpty()) {
            register();
        }
        if (wasFull || timer == null) {
            setTimer(config.period());
        }
    }

    private void failed(String problem) {
        if (!hasFailed && !stopped) {
            log.warn(
                    "not registered, clients that ask this name server may not find the broker;"
                            + " retrying nameServer={} cause={}",
                    address,
                    problem);
        }
        registered = false;
        hasFailed = true;
        needsFull = true;
        told = Optional.empty();
        setTimer(nextRetry);
        Duration doubled = nextRetry.multipliedBy(2);
        nextRetry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
    }

    private void setTimer(Duration delay) {
        if (timer != null) {
            timer.cancel(false);
        }
        if (!stopped) {
            try {
                timer =
                        scheduler.schedule(
                                needsFull ? this::registerFully : this::renew,
                                delay.toNanos(),
                                TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                log.debug("the broker is closing, no further registration nameServer={}", address);
            }
        }
    }
}
