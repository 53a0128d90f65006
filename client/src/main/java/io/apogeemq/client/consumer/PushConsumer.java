package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.connection.QueueCalls;
import io.apogeemq.client.connection.Registration;
import io.apogeemq.client.connection.TopicRoute;
import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.client.offset.ConsumeOffsets;
import io.apogeemq.client.offset.LocalOffsets;
import io.apogeemq.client.offset.QueueOffsets;
import io.apogeemq.client.offset.RemoteOffsets;
import io.apogeemq.client.offset.StartOffsets;
import io.apogeemq.client.rebalance.AllocationStrategy;
import io.apogeemq.client.rebalance.Rebalancer;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.topic.MessageQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a consumer group that calls a listener for every message of its topics.
 *
 * <pre>{@code
 * PushConsumer consumer =
 *         PushConsumer.builder()
 *                 .nameServers("192.0.2.1:9876")
 *                 .group("billing")
 *                 .subscribe("orders", FilterExpression.tags("created || paid"))
 *                 .listener(
 *                         message -> {
 *                             bill(message.body());
 *                             return ConsumeResult.SUCCESS;
 *                         })
 *                 .build();
 * ...
 * consumer.close();
 * }</pre>
 *
 * <p>At least once: a message counts as consumed when the listener says so, and the group's progress in
 * a queue is its first message that is not consumed. After a crash, or when a queue moves to another
 * member, what lies behind that is delivered again. A failed message is delivered again by this client,
 * after a delay, until it succeeds; none is skipped.
 *
 * <p>Topics need not exist yet, and servers need not be up: the consumer waits for them.
 *
 * <p>Threads: safe for any thread. Owns the listeners' threads, a rebalancing thread, and, unless they
 * are shared, the connections; {@link #close} ends and joins them.
 */
public final class PushConsumer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PushConsumer.class);

    private final PushConsumerConfig config;
    private final ConsumerTimings timings;
    private final ClientConnections connections;
    private final boolean ownsConnections;
    private final Subscriptions subscriptions;
    private final Announcer announcer;
    private final Delivery delivery;
    private final HeldQueues queues;
    private final Rebalancer rebalancer;
    private final OperatorRequests member;
    private final List<Registration> registrations = new ArrayList<>(); // start and close only
    private final AtomicBoolean closed = new AtomicBoolean();

    private PushConsumer(
            Builder from,
            PushConsumerConfig config,
            Optional<LocalOffsets> localOffsets,
            ClientConnections connections) {
        this.config = config;
        this.timings = from.timings;
        this.connections = connections;
        this.ownsConnections = from.connections.isEmpty();
        this.subscriptions =
                new Subscriptions(withRetryTopic(config), connections.clock().millis());
        this.announcer =
                new Announcer(config.group(), connections, subscriptions, timings.busyRetryDelay());
        ListenerCall listener = new ListenerCall(config.group(), from.listener);
        DeliveryThreads threads = new DeliveryThreads(config.group(), config.threads());
        this.delivery = delivery(listener, threads);
        QueueCalls calls = new QueueCalls(connections);
        ConsumeOffsets offsets =
                localOffsets.isPresent()
                        ? localOffsets.get()
                        : new RemoteOffsets(calls, config.group());
        this.queues =
                new HeldQueues(
                        config.group(),
                        connections,
                        offsets,
                        new StartOffsets(
                                offsets,
                                new QueueOffsets(calls),
                                config.consumeFrom(),
                                config.sinceMillis()),
                        locks(calls),
                        config.isOrderly() ? config.limits().withoutSpan() : config.limits(),
                        delivery,
                        timings,
                        this::startPulling);
        this.rebalancer =
                new Rebalancer(
                        config.group(),
                        connections.clientId(),
                        config.model(),
                        config.strategy(),
                        new BrokerGroupView(connections, config.group()),
                        new QueueShares(subscriptions, queues, announcer),
                        timings.rebalance(),
                        connections.clock());
        this.member =
                new OperatorRequests(
                        config,
                        connections,
                        subscriptions,
                        queues,
                        threads,
                        listener,
                        rebalancer::request);
    }

    /** Starts with the usual settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** The consumer group. */
    public String group() {
        return config.group();
    }

    /** The id by which brokers and other members know this consumer. */
    public String clientId() {
        return connections.clientId();
    }

    /** The queues it consumes now, with the next offset to consume of each. */
    public Map<MessageQueue, Long> progress() {
        return queues.progress();
    }

    /**
     * Stops pulling, waits for the listeners that run (as long as {@link Builder#closeTimeout} says),
     * stores the progress and signs off. Messages that no listener has yet are left for other members.
     *
     * <p>Must not be called by a listener, which would wait for itself until the time is up.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        rebalancer.close();
        queues.retireAll();
        delivery.close(config.closeTimeout());
        queues.leaveAll();
        registrations.forEach(Registration::close);
        if (ownsConnections) {
            connections.close();
        }
        log.info("consumer closed group={} clientId={}", config.group(), connections.clientId());
    }

    private void start() {
        registrations.add(connections.registerConsumer(member));
        registrations.add(connections.routes().onChange(this::onRouteChanged));
        Duration period = timings.persistPeriod();
        registrations.add(connections.timer().every(period, period, queues::store));
        if (isLocking()) {
            Duration lockPeriod = timings.lockPeriod();
            registrations.add(
                    connections.timer().every(lockPeriod, lockPeriod, queues::renewLocks));
        }
        // Brokers have to know us before the first sharing of queues; what is not up yet comes
        // later.
        List<CompletableFuture<TopicRoute>> routes = new ArrayList<>();
        for (String topic : subscriptions.topics()) {
            routes.add(connections.routes().route(topic));
        }
        routes.forEach(route -> announcer.await(route, "route"));
        announcer.announce();
        rebalancer.start();
        log.info(
                "consumer started group={} clientId={} topics={} model={} orderly={}",
                config.group(),
                connections.clientId(),
                subscriptions.topics(),
                config.model(),
                config.isOrderly());
    }

    private void startPulling(HeldQueue held) {
        boolean carriesProgress = config.model() == MessageModel.CLUSTERING;
        PullStyle style =
                new PullStyle(
                        config.pullBatchSize(),
                        PullStyle.USUAL_BATCH_BYTES,
                        false,
                        carriesProgress);
        String topic = held.queue().topic();
        new PullLoop(
                        config.group(),
                        held,
                        subscriptions.expression(topic),
                        () -> subscriptions.toldVersion(topic),
                        style,
                        new PullOwner(),
                        connections,
                        timings)
                .start();
    }

    private void onRouteChanged(TopicRoute route) {
        if (subscriptions.topics().contains(route.topic())) {
            rebalancer.request();
        }
    }

    private Delivery delivery(ListenerCall listener, DeliveryThreads threads) {
        return config.isOrderly()
                ? new OrderlyDelivery(
                        listener,
                        config.batchSize(),
                        config.suspendTime(),
                        isLocking(),
                        threads,
                        connections.timer(),
                        timings,
                        connections.clock())
                : new ConcurrentDelivery(
                        listener,
                        config.batchSize(),
                        threads,
                        connections.timer(),
                        timings,
                        connections.clock());
    }

    /** Broadcasting members each have all queues; there is nobody to lock out. */
    private boolean isLocking() {
        return config.isOrderly() && config.model() == MessageModel.CLUSTERING;
    }

    private Optional<QueueLocks> locks(QueueCalls calls) {
        return isLocking()
                ? Optional.of(new QueueLocks(calls, config.group(), connections.clientId()))
                : Optional.empty();
    }

    /**
     * Every clustering member also takes what other members sent back for another try: members of one
     * group must subscribe to the same topics, and the peers' members do so.
     */
    private static Map<String, FilterExpression> withRetryTopic(PushConsumerConfig config) {
        Map<String, FilterExpression> all = new HashMap<>(config.subscriptions());
        if (config.model() == MessageModel.CLUSTERING) {
            all.put(GroupName.retryTopic(config.group()), FilterExpression.ALL);
        }
        return all;
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
            connections.timer().execute(() -> queues.startOver(queue, offset));
        }

        @Override
        public void onSubscriptionUnknown() {
            announcer.repeat();
        }
    }

    /** Settings of a push consumer. Threads: confined to its creator. */
    public static final class Builder {
        private static final Duration USUAL_TIMESTAMP_AGE = Duration.ofMinutes(30);

        private Optional<ClientConnections> connections = Optional.empty();
        private String nameServers = "";
        private String group = "";
        private final Map<String, FilterExpression> subscriptions = new LinkedHashMap<>();
        private BatchListener listener; // null: none yet
        private boolean isOrderly;
        private int batchSize = 1;
        private MessageModel model = MessageModel.CLUSTERING;
        private Optional<Path> offsetDirectory = Optional.empty();
        private ConsumeFrom consumeFrom = ConsumeFrom.CONSUME_FROM_LAST_OFFSET;
        private Optional<Instant> since = Optional.empty();
        private AllocationStrategy strategy = AllocationStrategy.averagely();
        private int threads = 20;
        private int pullBatchSize = 32;
        private int pullThresholdMessages = 1000;
        private long pullThresholdBytes = 100L << 20;
        private long pullThresholdSpan = 2000;
        private Duration suspendTime = Duration.ofSeconds(1);
        private Duration closeTimeout = Duration.ofSeconds(30);
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

        /** The consumer group: its members share the queues, or each get all. */
        public Builder group(String name) {
            group = requireNonNull(name, "name");
            return this;
        }

        /** All messages of the topic. */
        public Builder subscribe(String topic) {
            return subscribe(topic, FilterExpression.ALL);
        }

        /** Some messages of the topic. All members of a group must subscribe to the same. */
        public Builder subscribe(String topic, FilterExpression filter) {
            requireNonNull(topic, "topic");
            subscriptions.put(topic, requireNonNull(filter, "filter"));
            return this;
        }

        /** Called for one message at a time, on many threads at once. */
        public Builder listener(MessageListener consumer) {
            return listener(consumer, false);
        }

        /** Called for up to this many messages of one queue at a time, on many threads at once. */
        public Builder listener(int mostMessages, BatchListener consumer) {
            return listener(mostMessages, consumer, false);
        }

        /** Called for the messages of each queue one after the other, in their order. */
        public Builder orderly(MessageListener consumer) {
            return listener(consumer, true);
        }

        /** Called for up to this many messages at a time, for each queue in order. */
        public Builder orderly(int mostMessages, BatchListener consumer) {
            return listener(mostMessages, consumer, true);
        }

        /** Whether members share the queues (the usual case), or each consume all. */
        public Builder messageModel(MessageModel wanted) {
            model = requireNonNull(wanted, "wanted");
            return this;
        }

        /**
         * Where a broadcasting consumer keeps its progress; needed for those. The directory must belong
         * to this one instance of the application and outlive it.
         */
        public Builder offsetDirectory(Path directory) {
            offsetDirectory = Optional.of(directory);
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

        /** Threads that call the listener; 20. */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /** Messages asked for at a time; 32. */
        public Builder pullBatchSize(int messages) {
            pullBatchSize = messages;
            return this;
        }

        /**
         * How far pulling goes ahead of the listener in each queue: messages (1000), bytes (100 MiB),
         * and, unless orderly, the span of offsets between the first unfinished and the last (2000).
         */
        public Builder pullThreshold(int messages, long bytes, long span) {
            pullThresholdMessages = messages;
            pullThresholdBytes = bytes;
            pullThresholdSpan = span;
            return this;
        }

        /** Until an orderly listener gets a failed message again; 1 second, 10 ms to 30 s. */
        public Builder suspendTime(Duration wait) {
            suspendTime = requireNonNull(wait, "wait");
            return this;
        }

        /** How long closing waits for listeners that run; 30 seconds. */
        public Builder closeTimeout(Duration patience) {
            closeTimeout = requireNonNull(patience, "patience");
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
        public PushConsumer build() {
            PushConsumerConfig config = config();
            Optional<LocalOffsets> localOffsets = localOffsets();
            ClientConnections used =
                    connections.orElseGet(
                            () ->
                                    ClientConnections.builder()
                                            .nameServers(nameServers)
                                            .name("consumer-" + group)
                                            .build());
            PushConsumer consumer = new PushConsumer(this, config, localOffsets, used);
            try {
                consumer.start();
                return consumer;
            } catch (RuntimeException e) {
                consumer.close();
                throw e;
            }
        }

        private Builder listener(MessageListener consumer, boolean orderly) {
            requireNonNull(consumer, "consumer");
            return listener(1, messages -> consumer.consume(messages.get(0)), orderly);
        }

        private Builder listener(int mostMessages, BatchListener consumer, boolean orderly) {
            listener = requireNonNull(consumer, "consumer");
            batchSize = mostMessages;
            isOrderly = orderly;
            return this;
        }

        private PushConsumerConfig config() {
            if (listener == null) {
                throw new ClientConfigException(
                        "consumer of group '"
                                + group
                                + "' has no listener; call listener(...) or orderly(...)");
            }
            return new PushConsumerConfig(
                    group,
                    subscriptions,
                    model,
                    isOrderly,
                    consumeFrom,
                    since.orElseGet(() -> Instant.now().minus(USUAL_TIMESTAMP_AGE)).toEpochMilli(),
                    strategy,
                    threads,
                    batchSize,
                    pullBatchSize,
                    new FlowLimits(pullThresholdMessages, pullThresholdBytes, pullThresholdSpan),
                    suspendTime,
                    closeTimeout);
        }

        private Optional<LocalOffsets> localOffsets() {
            if (model != MessageModel.BROADCASTING) {
                return Optional.empty();
            }
            Path directory =
                    offsetDirectory.orElseThrow(
                            () ->
                                    new ClientConfigException(
                                            "broadcasting consumer of group '"
                                                    + group
                                                    + "' has no place for its progress; call"
                                                    + " offsetDirectory(...) with a directory that"
                                                    + " belongs to this instance"));
            return Optional.of(new LocalOffsets(directory, group));
        }
    }
}
