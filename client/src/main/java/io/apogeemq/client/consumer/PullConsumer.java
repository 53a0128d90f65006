package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.connection.QueueCalls;
import io.apogeemq.client.connection.Registration;
import io.apogeemq.client.connection.TopicRoute;
import io.apogeemq.client.error.ClientClosedException;
import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.client.error.ClientException;
import io.apogeemq.client.error.TimedOutException;
import io.apogeemq.client.offset.ConsumeOffsets;
import io.apogeemq.client.offset.QueueOffsets;
import io.apogeemq.client.offset.RemoteOffsets;
import io.apogeemq.client.offset.StartOffsets;
import io.apogeemq.client.rebalance.AllocationStrategy;
import io.apogeemq.client.rebalance.Rebalancer;
import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a consumer group that asks for messages when it wants them, and says itself how far it
 * has come.
 *
 * <pre>{@code
 * try (PullConsumer consumer =
 *         PullConsumer.builder().nameServers("192.0.2.1:9876").group("export").build()) {
 *     consumer.assign(consumer.queuesOf("orders"));
 *     while (isWanted()) {
 *         for (MessageExt message : consumer.poll(Duration.ofSeconds(5))) {
 *             export(message);
 *         }
 *         consumer.commit();
 *     }
 * }
 * }</pre>
 *
 * <p>Either its queues are assigned by the application, or it subscribes to topics and shares their
 * queues with the other members. Messages of a queue come in their order. They are pulled ahead, so that
 * a poll rarely waits. What was polled and not committed is delivered again after a restart, or to the
 * member that gets the queue.
 *
 * <p>Threads: safe for any thread; messages that several threads poll are each given to one of them.
 * Owns the connections unless they are shared, and a rebalancing thread when it subscribes.
 */
public final class PullConsumer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PullConsumer.class);
    private static final int PULL_BATCH = 32;

    /** Queries ask twice at most, each time with the request's own limit. */
    private static final int LIMITS_TO_WAIT = 3;

    private final String group;
    private final int batchSize;
    private final boolean isSubscribing;
    private final ConsumerTimings timings;
    private final ClientConnections connections;
    private final boolean ownsConnections;
    private final Subscriptions subscriptions;
    private final ConcurrentMap<String, FilterExpression> assignedFilters =
            new ConcurrentHashMap<>();
    private final Announcer announcer;
    private final PolledDelivery delivery = new PolledDelivery();
    private final RemoteOffsets offsets;
    private final QueueOffsets queueOffsets;
    private final HeldQueues queues;
    private final Optional<Rebalancer> rebalancer;
    private final List<Registration> registrations = new ArrayList<>(); // start and close only
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object positionLock = new Object(); // one change of a queue's position at a time

    private PullConsumer(Builder from, ClientConnections connections) {
        this.group = from.group;
        this.batchSize = from.batchSize;
        this.isSubscribing = !from.subscriptions.isEmpty();
        this.timings = from.timings;
        this.connections = connections;
        this.ownsConnections = from.connections.isEmpty();
        this.subscriptions = new Subscriptions(from.subscriptions, connections.clock().millis());
        this.announcer = new Announcer(group, connections, subscriptions, timings.busyRetryDelay());
        QueueCalls calls = new QueueCalls(connections);
        this.offsets = new RemoteOffsets(calls, group);
        this.queueOffsets = new QueueOffsets(calls);
        StartOffsets starts =
                new StartOffsets(
                        offsets,
                        queueOffsets,
                        from.consumeFrom,
                        from.since.orElseGet(Instant::now).toEpochMilli());
        this.queues =
                new HeldQueues(
                        group,
                        connections,
                        new OnlyWhenCommitted(),
                        starts,
                        Optional.empty(),
                        from.limits.withoutSpan(),
                        delivery,
                        timings,
                        this::startPulling);
        this.rebalancer =
                isSubscribing
                        ? Optional.of(
                                new Rebalancer(
                                        group,
                                        connections.clientId(),
                                        MessageModel.CLUSTERING,
                                        from.strategy,
                                        new BrokerGroupView(connections, group),
                                        new QueueShares(subscriptions, queues, announcer),
                                        timings.rebalance(),
                                        connections.clock()))
                        : Optional.empty();
    }

    /** Starts with the usual settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** The consumer group. */
    public String group() {
        return group;
    }

    /** The id by which brokers and other members know this consumer. */
    public String clientId() {
        return connections.clientId();
    }

    /**
     * All queues of a topic that can be consumed from.
     *
     * @throws ClientException when the route of the topic cannot be had
     */
    public List<MessageQueue> queuesOf(String topic) {
        requireOpen();
        return await(connections.routes().refresh(topic), "route of topic '" + topic + "'")
                .subscribeQueues();
    }

    /** As {@link #assign(Collection, FilterExpression)}, with all messages. */
    public void assign(Collection<MessageQueue> wanted) {
        assign(wanted, FilterExpression.ALL);
    }

    /**
     * Makes these the queues it consumes from, instead of those assigned before. A queue that stays
     * keeps its position, a new one starts where the group is, else by the consume-from rule.
     *
     * @throws ClientException when the position of a new queue cannot be found out; then none of the
     *     new queues is taken
     * @throws ClientConfigException when this consumer subscribes to topics
     */
    public void assign(Collection<MessageQueue> wanted, FilterExpression filter) {
        requireOpen();
        if (isSubscribing) {
            throw new ClientConfigException(
                    "consumer of group '"
                            + group
                            + "' subscribes to topics, so its queues are assigned by the group;"
                            + " make one without subscribe(...) to assign them");
        }
        Set<MessageQueue> share = new LinkedHashSet<>(wanted);
        synchronized (positionLock) {
            giveUpOthers(share);
            List<MessageQueue> missing = queues.missing(share);
            for (MessageQueue queue : missing) {
                await(connections.routes().route(queue.topic()), "route of " + queue);
                assignedFilters.put(queue.topic(), filter);
            }
            List<HeldQueue> taken = queues.take(missing);
            if (taken.size() < missing.size()) {
                throw new ClientException(
                        ErrorCategory.BUSY,
                        "the position of "
                                + (missing.size() - taken.size())
                                + " of the queues "
                                + missing
                                + " cannot be found out now; look at the log, try again later");
            }
            queues.start(taken);
        }
    }

    /** The queues it consumes from now, with the offset of the next message of each. */
    public Map<MessageQueue, Long> positions() {
        return queues.progress();
    }

    /**
     * Messages, waiting for them for so long when there are none; empty when none came.
     *
     * @throws ClientClosedException when the consumer is closed
     */
    public List<MessageExt> poll(Duration timeout) throws InterruptedException {
        requireOpen();
        return delivery.poll(batchSize, requireNonNull(timeout, "timeout"));
    }

    /**
     * Goes on at another offset; messages of the queue pulled ahead are forgotten. An offset outside
     * the queue is moved to its nearest end by the broker.
     *
     * @throws ClientConfigException when the consumer does not have the queue
     */
    public void seek(MessageQueue queue, long offset) {
        requireOpen();
        if (offset < 0) {
            throw new ClientConfigException(
                    "cannot seek to offset '" + offset + "' of " + queue + "; it is negative");
        }
        synchronized (positionLock) {
            HeldQueue held =
                    queues.get(queue)
                            .orElseThrow(
                                    () ->
                                            new ClientConfigException(
                                                    "cannot seek in "
                                                            + queue
                                                            + ": this consumer does not have it;"
                                                            + " assign it first"));
            queues.startOver(held, offset);
        }
    }

    /** Goes to the first message that is still stored. */
    public void seekToBegin(MessageQueue queue) {
        seek(queue, await(queueOffsets.min(queue), "min offset of " + queue));
    }

    /** Goes behind the last message. */
    public void seekToEnd(MessageQueue queue) {
        seek(queue, await(queueOffsets.max(queue), "max offset of " + queue));
    }

    /** The offset of the first message stored at this moment or later; the queue need not be held. */
    public long offsetAt(MessageQueue queue, Instant moment) {
        requireOpen();
        await(connections.routes().route(queue.topic()), "route of " + queue);
        return await(
                queueOffsets.atTime(queue, moment.toEpochMilli()),
                "offset at " + moment + " of " + queue);
    }

    /** The group's stored progress in the queue; empty when there is none. */
    public Optional<Long> committed(MessageQueue queue) {
        requireOpen();
        await(connections.routes().route(queue.topic()), "route of " + queue);
        long offset = await(offsets.stored(queue), "committed offset of " + queue);
        return offset == ConsumeOffsets.NONE ? Optional.empty() : Optional.of(offset);
    }

    /** Stores the positions: everything that was polled so far counts as consumed by the group. */
    public void commit() {
        commit(positions());
    }

    /**
     * Stores these offsets, each of the next message to consume, and waits until the brokers have
     * them.
     *
     * @throws ClientException when a broker refuses or does not answer; some may be stored
     */
    public void commit(Map<MessageQueue, Long> next) {
        requireOpen();
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        next.forEach((queue, offset) -> answers.add(offsets.commit(queue, offset)));
        answers.forEach(answer -> await(answer, "commit of group '" + group + "'"));
    }

    /** Stops pulling and signs off. Commits nothing; a poll that waits returns without messages. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        rebalancer.ifPresent(Rebalancer::close);
        queues.retireAll();
        delivery.close(Duration.ZERO);
        queues.leaveAll();
        registrations.forEach(Registration::close);
        if (ownsConnections) {
            connections.close();
        }
        log.info("consumer closed group={} clientId={}", group, connections.clientId());
    }

    private void start() {
        Runnable rebalance = () -> rebalancer.ifPresent(Rebalancer::request);
        registrations.add(
                connections.registerConsumer(
                        new PullMember(group, subscriptions, queues, rebalance)));
        registrations.add(connections.routes().onChange(route -> onRouteChanged(route, rebalance)));
        List<CompletableFuture<TopicRoute>> routes = new ArrayList<>();
        for (String topic : subscriptions.topics()) {
            routes.add(connections.routes().route(topic));
        }
        routes.forEach(route -> announcer.await(route, "route"));
        announcer.announce();
        rebalancer.ifPresent(Rebalancer::start);
        log.info(
                "consumer started group={} clientId={} topics={}",
                group,
                connections.clientId(),
                subscriptions.topics());
    }

    private void onRouteChanged(TopicRoute route, Runnable rebalance) {
        if (subscriptions.topics().contains(route.topic())) {
            rebalance.run();
        }
    }

    private void giveUpOthers(Set<MessageQueue> share) {
        for (HeldQueue held : queues.all()) {
            if (!share.contains(held.queue())) {
                queues.giveUpOthers(held.queue().topic(), share);
            }
        }
    }

    private void startPulling(HeldQueue held) {
        String topic = held.queue().topic();
        FilterExpression filter =
                isSubscribing ? subscriptions.filter(topic) : assignedFilters.get(topic);
        new PullLoop(
                        group,
                        held,
                        filter.tagExpression(),
                        () -> 0, // the subscription goes with each pull, whatever brokers have
                        // heard
                        new PullStyle(PULL_BATCH, Integer.MAX_VALUE, true, false),
                        new PullOwner(),
                        connections,
                        timings)
                .start();
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new ClientClosedException("consumer of group '" + group + "'");
        }
    }

    private <T> T await(CompletableFuture<T> answer, String what) {
        long limitMillis = connections.requestTimeout().toMillis() * LIMITS_TO_WAIT;
        try {
            return answer.get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ClientException known
                    ? known
                    : new ClientException(
                            ErrorCategory.BUSY,
                            what + " cannot be had now: " + e.getCause().getMessage(),
                            e.getCause());
        } catch (TimeoutException e) {
            throw new TimedOutException(what, limitMillis, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException(ErrorCategory.BUSY, what + " was interrupted", e);
        }
    }

    /** The stored progress as far as it is read; positions are written by commits alone. */
    private final class OnlyWhenCommitted implements ConsumeOffsets {
        @Override
        public CompletableFuture<Long> stored(MessageQueue queue) {
            return offsets.stored(queue);
        }

        /** Not by itself. */
        @Override
        public void store(Map<MessageQueue, Long> positions) {}

        /** Nothing to forget. */
        @Override
        public void forget(MessageQueue queue) {}
    }

    /** What pull loops tell. Threads: io threads and the timer. */
    private final class PullOwner implements PullLoop.Owner {
        @Override
        public boolean mayPull(HeldQueue queue) {
            return delivery.mayPull(queue);
        }

        @Override
        public void onPulled(HeldQueue queue) {
            delivery.deliver(queue);
        }

        @Override
        public void onOffsetMoved(HeldQueue queue, long offset) {
            connections
                    .timer()
                    .execute(
                            () -> {
                                synchronized (positionLock) {
                                    queues.startOver(queue, offset);
                                }
                            });
        }

        @Override
        public void onSubscriptionUnknown() {
            announcer.repeat();
        }
    }

    /** Settings of a pull consumer. Threads: confined to its creator. */
    public static final class Builder {
        private static final int MOST_BATCH = 1024;

        private Optional<ClientConnections> connections = Optional.empty();
        private String nameServers = "";
        private String group = "";
        private final Map<String, FilterExpression> subscriptions = new LinkedHashMap<>();
        private ConsumeFrom consumeFrom = ConsumeFrom.CONSUME_FROM_LAST_OFFSET;
        private Optional<Instant> since = Optional.empty();
        private AllocationStrategy strategy = AllocationStrategy.averagely();
        private int batchSize = PULL_BATCH;
        private FlowLimits limits = new FlowLimits(1000, 100L << 20, FlowLimits.NO_SPAN_LIMIT);
        private ConsumerTimings timings = ConsumerTimings.DEFAULT;

        private Builder() {}

        /** Addresses of the NameServers, {@code host:port;host:port}; see {@link ClientConnections}. */
        public Builder nameServers(String addresses) {
            nameServers = requireNonNull(addresses, "addresses");
            return this;
        }

        /** Connections shared with other consumers and producers; their owner closes them. */
        public Builder connections(ClientConnections shared) {
            connections = Optional.of(shared);
            return this;
        }

        /** The consumer group, whose progress is read and committed. */
        public Builder group(String name) {
            group = requireNonNull(name, "name");
            return this;
        }

        /** Shares the queues of the topic with the other members, instead of being assigned some. */
        public Builder subscribe(String topic) {
            return subscribe(topic, FilterExpression.ALL);
        }

        /** As {@link #subscribe(String)}, for some messages of the topic. */
        public Builder subscribe(String topic, FilterExpression filter) {
            PushConsumerConfig.requireTopic(topic);
            subscriptions.put(topic, requireNonNull(filter, "filter"));
            return this;
        }

        /** Where a group starts in a queue that it has no progress in; at the end unless set. */
        public Builder consumeFrom(ConsumeFrom rule) {
            consumeFrom = requireNonNull(rule, "rule");
            return this;
        }

        /** Starts with messages stored since then, in queues the group has no progress in. */
        public Builder consumeFrom(Instant moment) {
            since = Optional.of(moment);
            return consumeFrom(ConsumeFrom.CONSUME_FROM_TIMESTAMP);
        }

        /** How members share queues; all must use the same. */
        public Builder strategy(AllocationStrategy wanted) {
            strategy = requireNonNull(wanted, "wanted");
            return this;
        }

        /** Most messages that one poll gives; 32. */
        public Builder batchSize(int messages) {
            PushConsumerConfig.require("batch size", messages, 1, MOST_BATCH);
            batchSize = messages;
            return this;
        }

        /** How much of each queue is pulled ahead of polling: messages (1000) and bytes (100 MiB). */
        public Builder pullThreshold(int messages, long bytes) {
            limits = new FlowLimits(messages, bytes, FlowLimits.NO_SPAN_LIMIT);
            return this;
        }

        Builder timings(ConsumerTimings wanted) {
            timings = wanted;
            return this;
        }

        /**
         * Makes and starts the consumer. Waits a moment for routes and brokers, but does not fail when
         * they are not there yet.
         *
         * @throws ClientConfigException when a setting is missing or cannot work
         */
        public PullConsumer build() {
            PushConsumerConfig.requireGroup(group);
            ClientConnections used =
                    connections.orElseGet(
                            () ->
                                    ClientConnections.builder()
                                            .nameServers(nameServers)
                                            .name("consumer-" + group)
                                            .build());
            PullConsumer consumer = new PullConsumer(this, used);
            try {
                consumer.start();
                return consumer;
            } catch (RuntimeException e) {
                consumer.close();
                throw e;
            }
        }
    }
}
