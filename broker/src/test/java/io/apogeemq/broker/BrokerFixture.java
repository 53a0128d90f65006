package io.apogeemq.broker;

import static org.awaitility.Awaitility.await;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.broker.pull.PullConfig;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.protocol.offset.GetMaxOffsetRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import io.apogeemq.remoting.protocol.topic.CreateTopicRequestHeader;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.transport.EventLoops;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.file.StoreFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A real broker on free ports over a directory of the test, and a client that talks to it. */
public final class BrokerFixture implements AutoCloseable {
    public static final int MAX_MESSAGE_BYTES = 512 * 1024;

    private final EventLoops loops = new EventLoops("test-io", 2, EventLoops.Transport.AUTO);
    private final RemotingClient client =
            new RemotingClient(
                    ClientConfig.DEFAULT, loops, ProcessorTable.NONE, ConnectionListener.NONE);
    private final Path directory;
    private final UnaryOperator<StoreConfig> storeChange;
    private final StoreFiles files;
    private final String[] settings;
    private BrokerServer broker;

    /** Starts a broker; settings are {@code key=value} words. */
    public BrokerFixture(Path directory, String... settings) {
        this(UnaryOperator.identity(), directory, settings);
    }

    /** Starts a broker whose store differs in what the text form does not have. */
    public BrokerFixture(
            UnaryOperator<StoreConfig> storeChange, Path directory, String... settings) {
        this(storeChange, StoreFiles.onDisk(), directory, settings);
    }

    /** Starts a broker whose store is in another file system. */
    public BrokerFixture(StoreFiles files, Path directory, String... settings) {
        this(UnaryOperator.identity(), files, directory, settings);
    }

    private BrokerFixture(
            UnaryOperator<StoreConfig> storeChange,
            StoreFiles files,
            Path directory,
            String... settings) {
        this.storeChange = storeChange;
        this.files = files;
        this.directory = directory;
        this.settings = settings;
        this.broker = started();
    }

    /** Starts a broker with other limits for pulls than the text form has. */
    public BrokerFixture(Path directory, UnaryOperator<PullConfig> pulls) {
        this.directory = directory;
        this.storeChange = UnaryOperator.identity();
        this.files = StoreFiles.onDisk();
        this.settings = new String[0];
        BrokerConfig usual = config(directory);
        this.broker = new BrokerServer(usual.withPull(pulls.apply(usual.pull())), loops);
        broker.start();
    }

    /** The settings of a broker in that directory. */
    public static BrokerConfig config(Path directory, String... settings) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "listenPort=0",
                                "brokerIP1=127.0.0.1",
                                "bindAddress=127.0.0.1",
                                "brokerName=brk-a",
                                "brokerClusterName=SampleCluster",
                                "maxMessageSize=" + MAX_MESSAGE_BYTES,
                                "mappedFileSizeCommitLog=" + (8 << 20),
                                "mappedFileSizeConsumeQueue=20000",
                                "diskSpaceReserve=64k",
                                "maxHashSlotNum=1000",
                                "maxIndexNum=4000"));
        words.addAll(List.of(settings));
        return BrokerConfig.of(
                BrokerConfigKeys.SCHEMA.resolver().words(words).resolve(),
                Optional.empty(),
                directory);
    }

    private BrokerServer started() {
        BrokerServer server =
                new BrokerServer(config(directory, settings).withStore(storeChange), loops, files);
        server.start();
        return server;
    }

    /** Stops the broker and starts one over the same directory, on other ports. */
    public void restart() {
        broker.close();
        broker = started();
    }

    public BrokerServer broker() {
        return broker;
    }

    public String address() {
        return broker.address();
    }

    /** Pulls that wait at the broker now. */
    public int parkedPulls() {
        return broker.parkedPulls();
    }

    public RemotingClient client() {
        return client;
    }

    public EventLoops loops() {
        return loops;
    }

    /** Sends any request; the answer is copied, so that nobody has to release it. */
    public CompletableFuture<Answer> callAsync(RemotingCommand request) {
        return client.call(address(), request, Duration.ofSeconds(30)).thenApply(Answer::of);
    }

    public Answer call(RemotingCommand request) {
        return get(callAsync(request));
    }

    public Answer call(int code, CommandHeader header) {
        return call(RemotingCommand.request(code, header));
    }

    public static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** Creates a topic as an administrator does. */
    public Answer createTopic(String topic, int queues, int perm) {
        return call(
                RequestCode.UPDATE_AND_CREATE_TOPIC,
                new CreateTopicRequestHeader(
                        topic, "TBW102", queues, queues, perm, "SINGLE_TAG", 0, false, "", false));
    }

    /** The header of a send to a queue, as a client makes it. */
    public static SendMessageRequestHeader sendHeader(String topic, int queueId) {
        return new SendMessageRequestHeader(
                "PG",
                topic,
                "TBW102",
                4,
                queueId,
                0,
                System.currentTimeMillis(),
                0,
                0,
                false,
                SendMessageRequestHeader.NO_LIMIT,
                false,
                "brk-a");
    }

    public CompletableFuture<Answer> sendAsync(
            SendMessageRequestHeader header, String properties, byte[] body) {
        int code = header.batch() ? RequestCode.SEND_BATCH_MESSAGE : RequestCode.SEND_MESSAGE_V2;
        return callAsync(RemotingCommand.request(code, header.asV2(properties), body));
    }

    public Answer send(String topic, int queueId, String properties, byte[] body) {
        return get(sendAsync(sendHeader(topic, queueId), properties, body));
    }

    public Answer send(String topic, int queueId, String properties) {
        return send(topic, queueId, properties, "hello".getBytes(StandardCharsets.UTF_8));
    }

    public Answer send(String topic, int queueId) {
        return send(topic, queueId, "");
    }

    /** A pull that brings its subscription along. */
    public static PullMessageRequestHeader pullHeader(
            String topic, int queueId, long offset, String type, String subscription) {
        return pullHeader(topic, queueId, offset, PullSysFlag.SUBSCRIPTION, 0, type, subscription);
    }

    public static PullMessageRequestHeader pullHeader(
            String topic,
            int queueId,
            long offset,
            int sysFlag,
            long suspendMillis,
            String type,
            String subscription) {
        return new PullMessageRequestHeader(
                "CG",
                topic,
                queueId,
                offset,
                32,
                sysFlag,
                0,
                suspendMillis,
                subscription,
                0,
                type,
                Integer.MAX_VALUE,
                -1,
                "");
    }

    public Answer pull(String topic, int queueId, long offset, String tags) {
        return call(
                RequestCode.PULL_MESSAGE,
                pullHeader(topic, queueId, offset, SubscriptionData.TAG, tags));
    }

    public Answer pull(String topic, int queueId, long offset) {
        return pull(topic, queueId, offset, "*");
    }

    /** A pull that waits. */
    public CompletableFuture<Answer> pullWaiting(
            String topic, int queueId, long offset, long suspendMillis, String tags) {
        return callAsync(
                RemotingCommand.request(
                        RequestCode.PULL_MESSAGE,
                        pullHeader(
                                topic,
                                queueId,
                                offset,
                                PullSysFlag.SUBSCRIPTION | PullSysFlag.SUSPEND,
                                suspendMillis,
                                SubscriptionData.TAG,
                                tags)));
    }

    /** One more than the queue offset of the last message that consumers can see. */
    public long maxOffset(String topic, int queueId) {
        return call(RequestCode.GET_MAX_OFFSET, new GetMaxOffsetRequestHeader(topic, queueId, true))
                .number("offset");
    }

    /** Producers are answered before the dispatch has made the queue entry; this waits for it. */
    public void awaitVisible(String topic, int queueId, long maxOffset) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> maxOffset(topic, queueId) >= maxOffset);
    }

    /** A pull of a message that was acknowledged. */
    public Answer pullStored(String topic, int queueId, long offset) {
        awaitVisible(topic, queueId, offset + 1);
        return pull(topic, queueId, offset);
    }

    /** What the broker says of itself, by name. */
    public Map<String, String> status() {
        return KvTable.fromJson(
                        call(RequestCode.GET_BROKER_RUNTIME_INFO, CommandHeader.EMPTY).body())
                .table();
    }

    /** An answer, copied out of the network's memory. */
    public record Answer(int code, String remark, Map<String, String> fields, byte[] body) {
        static Answer of(RemotingCommand response) {
            Map<String, String> fields = new TreeMap<>();
            response.fields().forEach(fields::put);
            Answer answer =
                    new Answer(response.code(), response.remark(), fields, response.bodyBytes());
            response.release();
            return answer;
        }

        /** The messages of a pull. */
        public List<MessageExt> messages() {
            List<MessageExt> messages = new ArrayList<>();
            ByteBuffer bytes = ByteBuffer.wrap(body);
            while (bytes.hasRemaining()) {
                messages.add(RecordDecoder.decode(bytes));
            }
            return messages;
        }

        public long number(String field) {
            return Long.parseLong(fields.get(field));
        }
    }

    @Override
    public void close() {
        client.close();
        broker.close();
        loops.close();
    }
}
