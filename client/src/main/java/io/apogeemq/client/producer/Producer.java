package io.apogeemq.client.producer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.connection.Registration;
import io.apogeemq.client.connection.TopicRoute;
import io.apogeemq.client.error.ClientClosedException;
import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.client.error.ClientException;
import io.apogeemq.client.error.TimedOutException;
import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.message.CompressionType;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.UniqueKeys;
import io.apogeemq.common.topic.MessageQueue;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to brokers. Make one for the life of the application and share it.
 *
 * <pre>{@code
 * try (Producer producer =
 *         Producer.builder().nameServers("192.0.2.1:9876").group("orders").build()) {
 *     SendReceipt receipt = producer.send(Message.of("orders", bytes));
 *
 *     producer.sendAsync(Message.builder("orders").keys("4711").body("paid").build())
 *             .whenComplete((done, failure) -> { ... });
 * }
 * }</pre>
 *
 * <p><b>What a receipt means.</b> The broker has the message, as safely as {@link SendReceipt#status}
 * says. An exception means that nobody acknowledged it; {@code SendFailedException.mayBeStored()} tells
 * whether a broker may have it all the same.
 *
 * <p><b>Attempts.</b> A send has one deadline (3 seconds unless set) for all of its attempts, 3 unless
 * set. A further attempt goes to another broker where there is one. With a {@link QueueSelector} all go
 * to the selected queue, so that messages of one key stay in order; for strict order wait for each
 * receipt before the next send. One-way sends are tried once.
 *
 * <p><b>Slow brokers</b> are avoided for some seconds while there are others; switch it off with {@link
 * Builder#avoidSlowBrokers} where even use matters more than a quick answer.
 *
 * <p><b>Bounds.</b> At most 4,096 messages and 64 MiB are under way. Beyond that {@link #sendAsync} fails
 * at once with {@code ProducerBusyException}, while {@link #send} and {@link #sendAsyncWhenRoom} wait for
 * room, for as long as a send may take.
 *
 * <p>Threads: safe for any thread. Futures complete on a thread of the client: hand work that takes time to an
 * executor ({@code thenAcceptAsync}). The methods that wait refuse to be called there. Errors: the types of
 * {@link io.apogeemq.client.error}; asynchronous sends give them through their future, also those about
 * the message itself.
 */
public final class Producer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Producer.class);
    private static final long WAIT_MARGIN_MILLIS = 1000; // a send ends by itself before that

    private final ProducerConfig config;
    private final ClientConnections connections;
    private final boolean ownsConnections;
    private final Sender sender;
    private final UniqueKeys uniqueKeys;
    private final Registration registration;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Producer(ProducerConfig config, ClientConnections connections, boolean owned) {
        this.config = config;
        this.connections = connections;
        this.ownsConnections = owned;
        this.sender = new Sender(connections, config);
        this.uniqueKeys =
                new UniqueKeys(
                        connections.localAddress(),
                        ProcessHandle.current().pid(),
                        connections.clock(),
                        ZoneId.systemDefault(),
                        new SecureRandom()::nextInt);
        this.registration = connections.registerProducer(config.group());
    }

    /** Starts with the usual settings; NameServers and group have to be given. */
    public static Builder builder() {
        return new Builder();
    }

    /** The producer group. */
    public String group() {
        return config.group();
    }

    /** Sends and waits for the broker's word. */
    public SendReceipt send(Message message) {
        return send(message, SendOptions.DEFAULT);
    }

    /** Sends with a time or a queue of its own, and waits for the broker's word. */
    public SendReceipt send(Message message, SendOptions options) {
        requireNonNull(message, "message");
        return sendAndWait(options, () -> prepare(message));
    }

    /**
     * Sends messages of one topic in one request to one queue, and waits. They are stored together or
     * not at all; {@link MessageBatches#split} cuts lists that are too long.
     */
    public SendReceipt send(List<Message> batch) {
        return send(batch, SendOptions.DEFAULT);
    }

    /** As {@link #send(List)}, with a time or a queue of its own. */
    public SendReceipt send(List<Message> batch, SendOptions options) {
        requireNonNull(batch, "batch");
        return sendAndWait(options, () -> prepare(batch));
    }

    /** Sends without waiting. */
    public CompletableFuture<SendReceipt> sendAsync(Message message) {
        return sendAsync(message, SendOptions.DEFAULT);
    }

    /** Sends with a time or a queue of its own, without waiting. */
    public CompletableFuture<SendReceipt> sendAsync(Message message, SendOptions options) {
        requireNonNull(message, "message");
        requireNonNull(options, "options");
        try {
            requireOpen();
            return startIfRoom(prepare(message), options);
        } catch (ClientException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Sends a batch without waiting. */
    public CompletableFuture<SendReceipt> sendAsync(List<Message> batch) {
        return sendAsync(batch, SendOptions.DEFAULT);
    }

    /** Sends a batch with a time or a queue of its own, without waiting. */
    public CompletableFuture<SendReceipt> sendAsync(List<Message> batch, SendOptions options) {
        requireNonNull(batch, "batch");
        requireNonNull(options, "options");
        try {
            requireOpen();
            return startIfRoom(prepare(batch), options);
        } catch (ClientException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * As {@link #sendAsync(Message)}, but waits for room while too much is under way: the way to send a
     * lot at the speed of the brokers. The time of the send begins when there is room.
     */
    public CompletableFuture<SendReceipt> sendAsyncWhenRoom(Message message) {
        return sendAsyncWhenRoom(message, SendOptions.DEFAULT);
    }

    /** As {@link #sendAsyncWhenRoom(Message)}, with a time or a queue of its own. */
    public CompletableFuture<SendReceipt> sendAsyncWhenRoom(Message message, SendOptions options) {
        requireNonNull(message, "message");
        requireNonNull(options, "options");
        requireMayWait("sendAsyncWhenRoom");
        try {
            requireOpen();
            OutgoingMessage outgoing = prepare(message);
            awaitRoom(outgoing, timeout(options));
            return attempt(outgoing, options, timeout(options), connections.clock().nanoTime());
        } catch (ClientException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Sends without wanting an answer: quick, and lost in silence when something goes wrong after the
     * request was handed over. Waits for the route the first time a topic is used.
     */
    public void sendOneway(Message message) {
        sendOneway(message, SendOptions.DEFAULT);
    }

    /** As {@link #sendOneway(Message)}, with a queue of its own; the time is for finding the route. */
    public void sendOneway(Message message, SendOptions options) {
        requireNonNull(message, "message");
        requireNonNull(options, "options");
        requireOpen();
        OutgoingMessage outgoing = prepare(message);
        TopicRoute route =
                connections
                        .routes()
                        .cachedForSending(message.topic())
                        .orElseGet(() -> awaitRoute(message.topic(), timeout(options)));
        OnewaySend.send(connections, sender, outgoing, route, options.selector());
    }

    /**
     * The queues that messages of this topic can go to now, for applications that choose themselves.
     * Waits for the route the first time a topic is used.
     */
    public List<MessageQueue> publishQueues(String topic) {
        requireOpen();
        return connections
                .routes()
                .cachedForSending(topic)
                .orElseGet(() -> awaitRoute(topic, config.sendTimeout()))
                .publishQueues();
    }

    /**
     * Takes no more messages, waits for those under way as long as a send may take, signs off at the
     * brokers, and ends the threads unless the connections are shared.
     */
    @Override
    public void close() {
        requireMayWait("close");
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!sender.budget().awaitEmpty(config.sendTimeout().toMillis())) {
            log.warn("producer closes with unanswered sends group={}", config.group());
        }
        sender.close();
        registration.close();
        if (ownsConnections) {
            connections.close();
        }
    }

    private OutgoingMessage prepare(Message message) {
        MessageChecks.check(message, config.mostMessageBytes());
        return OutgoingMessage.single(message, uniqueKeys, config.compression());
    }

    private OutgoingMessage prepare(List<Message> batch) {
        List<Message> messages = List.copyOf(batch);
        MessageChecks.checkBatch(messages, config.mostMessageBytes());
        return OutgoingMessage.batch(messages, uniqueKeys, config.mostMessageBytes());
    }

    private CompletableFuture<SendReceipt> startIfRoom(
            OutgoingMessage message, SendOptions options) {
        if (!sender.budget().tryTake(message.bodyBytes())) {
            throw sender.budget().busy();
        }
        return attempt(message, options, timeout(options), connections.clock().nanoTime());
    }

    private void awaitRoom(OutgoingMessage message, Duration timeout) {
        try {
            if (!sender.budget().take(message.bodyBytes(), timeout.toNanos())) {
                throw sender.budget().busy();
            }
        } catch (InterruptedException e) {
            throw interrupted("room for a message to topic '" + message.topic() + "'", e);
        }
    }

    private SendAttempt attempt(
            OutgoingMessage message, SendOptions options, Duration timeout, long beganNanos) {
        return new SendAttempt(sender, message, options.selector(), timeout, beganNanos).start();
    }

    private SendReceipt sendAndWait(SendOptions options, Supplier<OutgoingMessage> prepared) {
        requireNonNull(options, "options");
        requireOpen();
        requireMayWait("send");
        OutgoingMessage message = prepared.get();
        Duration timeout = timeout(options);
        long began = connections.clock().nanoTime();
        awaitRoom(message, timeout);
        return await(
                attempt(message, options, timeout, began),
                "send to topic '" + message.topic() + "'",
                timeout);
    }

    private TopicRoute awaitRoute(String topic, Duration timeout) {
        requireMayWait("finding the route of a topic");
        return await(
                connections.routes().routeForSending(topic),
                "route of topic '" + topic + "'",
                timeout);
    }

    private static <T> T await(Future<T> future, String what, Duration timeout) {
        try {
            return future.get(timeout.toMillis() + WAIT_MARGIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw toThrow(e.getCause(), what);
        } catch (TimeoutException e) {
            throw new TimedOutException(what, timeout.toMillis(), e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    /** The failure with the stack of the waiting thread, which tells more than that of an io thread. */
    private static ClientException toThrow(Throwable failure, String what) {
        if (failure instanceof ClientException known) {
            known.fillInStackTrace();
            return known;
        }
        return new ClientException(
                ErrorCategory.FAULT, what + " ended with a fault: " + failure, failure);
    }

    private static ClientException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ClientException(
                ErrorCategory.BUSY,
                "the thread was interrupted while it waited for: "
                        + what
                        + "; whether it was done is not known",
                cause);
    }

    private Duration timeout(SendOptions options) {
        return options.timeout().orElse(config.sendTimeout());
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new ClientClosedException("producer of group '" + config.group() + "'");
        }
    }

    private void requireMayWait(String what) {
        if (connections.isOwnThread()) {
            throw new ClientException(
                    ErrorCategory.CALLER,
                    what
                            + " was called on thread '"
                            + Thread.currentThread().getName()
                            + "', which must not wait; use sendAsync there, or continue a future with"
                            + " thenAcceptAsync");
        }
    }

    /** Settings of a producer. Threads: confined to its creator. */
    public static final class Builder {
        private final ClientConnections.Builder own = ClientConnections.builder();
        private Optional<ClientConnections> shared = Optional.empty();
        private String group = "";
        private Duration sendTimeout = Duration.ofSeconds(3);
        private int retries = 2;
        private int maxMessageSize = 4 * 1024 * 1024;
        private Optional<CompressionType> compression = Optional.of(CompressionType.ZLIB);
        private int compressAboveBytes = 4096;
        private boolean avoidSlowBrokers = true;
        private int mostInFlightMessages = 4096;
        private long mostInFlightBytes = 64L * 1024 * 1024;

        private Builder() {
            own.name("apogeemq-producer");
        }

        /** See {@link ClientConnections.Builder#nameServers}. */
        public Builder nameServers(String addresses) {
            own.nameServers(addresses);
            return this;
        }

        /** Shares connections, which then have to be closed by the application, after this producer. */
        public Builder connections(ClientConnections connections) {
            shared = Optional.of(connections);
            return this;
        }

        /** The producer group: the name of the sending application, one for all its instances. */
        public Builder group(String name) {
            group = requireNonNull(name, "name");
            return this;
        }

        /** Time for one send with all its attempts; 3 seconds. */
        public Builder sendTimeout(Duration timeout) {
            sendTimeout = requireNonNull(timeout, "timeout");
            return this;
        }

        /** Attempts after the first one; 2. */
        public Builder retries(int count) {
            retries = count;
            return this;
        }

        /** Longest body, and longest batch, before compression; 4 MiB as at the brokers. */
        public Builder maxMessageSize(int bytes) {
            maxMessageSize = bytes;
            return this;
        }

        /** How bodies are compressed; zlib, which every consumer knows. */
        public Builder compression(CompressionType type) {
            compression = Optional.of(type);
            return this;
        }

        /** Sends every body as it is. */
        public Builder noCompression() {
            compression = Optional.empty();
            return this;
        }

        /** Only longer bodies are compressed; 4096 bytes. */
        public Builder compressAboveBytes(int bytes) {
            compressAboveBytes = bytes;
            return this;
        }

        /**
         * Whether brokers that were slow or failed are avoided for some seconds; on. Peers have this off
         * by default, and then go on sending a share of the messages to a broker that does not answer.
         */
        public Builder avoidSlowBrokers(boolean avoid) {
            avoidSlowBrokers = avoid;
            return this;
        }

        /**
         * How many messages, and how many bytes of them, may be under way; 4,096 and 64 MiB. More than
         * the brokers can take within the time of a send only times out.
         */
        public Builder mostInFlight(int messages, long bytes) {
            mostInFlightMessages = messages;
            mostInFlightBytes = bytes;
            return this;
        }

        /**
         * Starts the producer. It connects when something is first sent.
         *
         * @throws ClientConfigException when a setting cannot work; the text names it
         */
        public Producer build() {
            if (group.isEmpty()) {
                throw new ClientConfigException(
                        "no producer group is given; call group(\"name-of-the-application\")");
            }
            ProducerConfig config =
                    new ProducerConfig(
                            group,
                            sendTimeout,
                            retries,
                            maxMessageSize,
                            new OutgoingMessage.Compression(compression, compressAboveBytes),
                            avoidSlowBrokers,
                            mostInFlightMessages,
                            mostInFlightBytes);
            return shared.isPresent()
                    ? new Producer(config, shared.get(), false)
                    : new Producer(config, own.build(), true);
        }
    }
}
