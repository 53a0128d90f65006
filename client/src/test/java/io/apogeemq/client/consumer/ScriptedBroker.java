package io.apogeemq.client.consumer;

import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordEncoder;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.group.GetConsumerListByGroupResponseBody;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatData;
import io.apogeemq.remoting.protocol.lock.LockBatchRequestBody;
import io.apogeemq.remoting.protocol.lock.LockBatchResponseBody;
import io.apogeemq.remoting.protocol.offset.OffsetResponseHeader;
import io.apogeemq.remoting.protocol.offset.QueryConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.UpdateConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageResponseHeader;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.server.RemotingServer;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.ServerConfig;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.remoting.transport.EventLoops;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * A NameServer and a broker in one, with queues in memory: it holds pulls at the end of a queue, keeps
 * offsets, members and locks, remembers what it was asked, and answers single pulls as a test scripts it.
 *
 * <p>Threads: guarded by itself.
 */
final class ScriptedBroker implements AutoCloseable {
    static final String NAME = "broker-a";

    private final EventLoops loops = new EventLoops("scripted", 1, EventLoops.Transport.NIO);
    private final RemotingServer server;
    private final Map<String, Integer> topics = new HashMap<>();
    private final Map<MessageQueue, List<MessageExt>> messages = new HashMap<>();
    private final Map<MessageQueue, Long> firstOffsets = new HashMap<>();
    private final Map<MessageQueue, List<Parked>> parked = new HashMap<>();
    private final Map<MessageQueue, Long> offsets = new ConcurrentHashMap<>();
    private final Map<MessageQueue, String> locks = new ConcurrentHashMap<>();
    private final Map<Connection, String> clients = new LinkedHashMap<>();
    private boolean hasSlave;
    private final Set<String> strangers = ConcurrentHashMap.newKeySet();

    final Queue<BiConsumer<PullMessageRequestHeader, Reply>> nextPulls =
            new ConcurrentLinkedQueue<>();
    final List<PullMessageRequestHeader> pulls = new CopyOnWriteArrayList<>();
    final List<UpdateConsumerOffsetRequestHeader> commits = new CopyOnWriteArrayList<>();
    final List<HeartbeatData> heartbeats = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();

    private record Parked(PullMessageRequestHeader pull, Reply reply) {}

    ScriptedBroker() {
        ProcessorTable table =
                ProcessorTable.builder()
                        .on(RequestCode.GET_ROUTEINFO_BY_TOPIC, this::route)
                        .on(RequestCode.GET_BROKER_CLUSTER_INFO, (in, out) -> out.fail(1, "none"))
                        .on(RequestCode.HEART_BEAT, this::heartbeat)
                        .on(RequestCode.UNREGISTER_CLIENT, this::unregister)
                        .on(RequestCode.GET_CONSUMER_LIST_BY_GROUP, this::members)
                        .on(RequestCode.QUERY_CONSUMER_OFFSET, this::queryOffset)
                        .on(RequestCode.UPDATE_CONSUMER_OFFSET, this::updateOffset)
                        .on(RequestCode.GET_MAX_OFFSET, this::maxOffset)
                        .on(RequestCode.GET_MIN_OFFSET, this::minOffset)
                        .on(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, this::minOffset)
                        .on(RequestCode.PULL_MESSAGE, this::pull)
                        .on(RequestCode.LOCK_BATCH_MQ, this::lock)
                        .on(RequestCode.UNLOCK_BATCH_MQ, this::unlock)
                        .build();
        server = new RemotingServer(ServerConfig.onPort(0), loops, table, new Clients());
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    static MessageQueue queue(String topic, int queueId) {
        return new MessageQueue(topic, NAME, queueId);
    }

    synchronized void addTopic(String topic, int queues) {
        topics.put(topic, queues);
    }

    /** Routes name a slave as well, which is this same server. */
    synchronized void addSlave() {
        hasSlave = true;
    }

    /** Removes everything below this offset, and goes on there when the queue has nothing. */
    synchronized void startQueueAt(MessageQueue queue, long offset) {
        firstOffsets.put(queue, offset);
        messages.computeIfAbsent(queue, key -> new ArrayList<>())
                .removeIf(message -> message.queueOffset() < offset);
    }

    /** Stores messages without a tag. */
    void send(String topic, int queueId, int count) {
        for (int i = 0; i < count; i++) {
            send(topic, queueId, "");
        }
    }

    synchronized void send(String topic, int queueId, String tag) {
        MessageQueue queue = queue(topic, queueId);
        store(queue, TestMessages.at(topic, queueId, max(queue), tag));
    }

    synchronized void store(MessageQueue queue, MessageExt message) {
        messages.computeIfAbsent(queue, key -> new ArrayList<>()).add(message);
        List<Parked> waiting = parked.remove(queue);
        if (waiting != null) {
            waiting.forEach(pull -> answer(pull.pull(), pull.reply()));
        }
    }

    Optional<Long> offset(MessageQueue queue) {
        return Optional.ofNullable(offsets.get(queue));
    }

    void setOffset(MessageQueue queue, long offset) {
        offsets.put(queue, offset);
    }

    Map<MessageQueue, String> locks() {
        return locks;
    }

    /** Another member of every group, that is not connected. */
    void addStranger(String clientId) {
        strangers.add(clientId);
    }

    void removeStranger(String clientId) {
        strangers.remove(clientId);
    }

    /** Sends a request to every client. */
    synchronized void tellAll(RemotingCommand request) {
        clients.keySet().forEach(client -> client.oneway(request.oneway()));
    }

    synchronized Connection anyClient() {
        return clients.keySet().iterator().next();
    }

    synchronized int clients() {
        return clients.size();
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }

    private synchronized void route(RemotingCommand request, Reply reply) {
        String topic = request.fields().requireString("topic");
        Integer queues = topics.get(topic);
        if (queues == null) {
            reply.fail(ResponseCode.TOPIC_NOT_EXIST, "no route");
            return;
        }
        TreeMap<Long, String> addresses = new TreeMap<>(Map.of(0L, address()));
        if (hasSlave) {
            addresses.put(1L, address());
        }
        TopicRouteData route =
                TopicRouteData.of(
                        List.of(new QueueData(NAME, queues, queues, 6, 0)),
                        List.of(BrokerData.of("C", NAME, addresses)));
        reply.send(RemotingCommand.response(0, null, out -> {}, route.toJson()));
    }

    private synchronized void heartbeat(RemotingCommand request, Reply reply) {
        HeartbeatData heartbeat = HeartbeatData.fromJson(request.bodyBytes());
        heartbeats.add(heartbeat);
        clients.put(reply.connection(), heartbeat.clientId());
        ok(reply);
    }

    private synchronized void unregister(RemotingCommand request, Reply reply) {
        clients.remove(reply.connection());
        events.add("unregister");
        ok(reply);
    }

    private synchronized void members(RemotingCommand request, Reply reply) {
        List<String> ids = new ArrayList<>(clients.values());
        ids.addAll(strangers);
        if (ids.isEmpty()) {
            reply.fail(1, "no consumer for this group");
        } else {
            reply.send(
                    RemotingCommand.response(
                            0,
                            null,
                            out -> {},
                            new GetConsumerListByGroupResponseBody(ids).toJson()));
        }
    }

    private void queryOffset(RemotingCommand request, Reply reply) {
        QueryConsumerOffsetRequestHeader header =
                QueryConsumerOffsetRequestHeader.read(request.fields());
        Long offset = offsets.get(queue(header.topic(), header.queueId()));
        if (offset == null) {
            reply.fail(ResponseCode.QUERY_NOT_FOUND, "Not found");
        } else {
            reply.send(RemotingCommand.response(0, null, new OffsetResponseHeader(offset)));
        }
    }

    private void updateOffset(RemotingCommand request, Reply reply) {
        UpdateConsumerOffsetRequestHeader header =
                UpdateConsumerOffsetRequestHeader.read(request.fields());
        commits.add(header);
        offsets.put(queue(header.topic(), header.queueId()), header.commitOffset());
        events.add("commit " + header.queueId() + "=" + header.commitOffset());
        ok(reply);
    }

    private void maxOffset(RemotingCommand request, Reply reply) {
        reply.send(
                RemotingCommand.response(0, null, new OffsetResponseHeader(max(asked(request)))));
    }

    private void minOffset(RemotingCommand request, Reply reply) {
        reply.send(
                RemotingCommand.response(0, null, new OffsetResponseHeader(min(asked(request)))));
    }

    private static MessageQueue asked(RemotingCommand request) {
        return queue(
                request.fields().requireString("topic"), request.fields().requireInt("queueId"));
    }

    private void pull(RemotingCommand request, Reply reply) {
        PullMessageRequestHeader pull = PullMessageRequestHeader.read(request.fields());
        pulls.add(pull);
        if (PullSysFlag.has(pull.sysFlag(), PullSysFlag.COMMIT_OFFSET)) {
            offsets.put(queue(pull.topic(), pull.queueId()), pull.commitOffset());
        }
        BiConsumer<PullMessageRequestHeader, Reply> scripted = nextPulls.poll();
        if (scripted != null) {
            scripted.accept(pull, reply);
        } else {
            answer(pull, reply);
        }
    }

    private synchronized void answer(PullMessageRequestHeader pull, Reply reply) {
        MessageQueue queue = queue(pull.topic(), pull.queueId());
        long offset = pull.queueOffset();
        if (offset < min(queue) || offset > max(queue)) {
            long corrected = offset < min(queue) ? min(queue) : max(queue);
            reply.send(
                    RemotingCommand.response(
                            ResponseCode.PULL_OFFSET_MOVED,
                            "OFFSET_RESET",
                            header(queue, corrected)));
            return;
        }
        if (offset == max(queue)) {
            parked.computeIfAbsent(queue, key -> new ArrayList<>()).add(new Parked(pull, reply));
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long next = offset;
        for (MessageExt message : messages.get(queue)) {
            if (message.queueOffset() >= offset && next - offset < pull.maxMsgNums()) {
                body.writeBytes(RecordEncoder.encode(message));
                next = message.queueOffset() + 1;
            }
        }
        reply.send(RemotingCommand.response(0, "FOUND", header(queue, next), body.toByteArray()));
    }

    PullMessageResponseHeader header(MessageQueue queue, long next) {
        return new PullMessageResponseHeader(0, next, min(queue), max(queue), 0, 0, 0, 0);
    }

    private void lock(RemotingCommand request, Reply reply) {
        LockBatchRequestBody body = LockBatchRequestBody.fromJson(request.bodyBytes());
        List<MessageQueue> granted = new ArrayList<>();
        for (MessageQueue queue : body.mqSet()) {
            if (locks.computeIfAbsent(queue, key -> body.clientId()).equals(body.clientId())) {
                granted.add(queue);
            }
        }
        reply.send(
                RemotingCommand.response(
                        0, null, out -> {}, new LockBatchResponseBody(granted).toJson()));
    }

    private void unlock(RemotingCommand request, Reply reply) {
        LockBatchRequestBody body = LockBatchRequestBody.fromJson(request.bodyBytes());
        for (MessageQueue queue : body.mqSet()) {
            locks.remove(queue, body.clientId());
            events.add("unlock " + queue.queueId());
        }
        ok(reply);
    }

    private synchronized long min(MessageQueue queue) {
        return firstOffsets.getOrDefault(queue, 0L);
    }

    private synchronized long max(MessageQueue queue) {
        List<MessageExt> stored = messages.getOrDefault(queue, List.of());
        return stored.isEmpty() ? min(queue) : stored.get(stored.size() - 1).queueOffset() + 1;
    }

    /** What the last heartbeat said of the consumer group. */
    ConsumerData lastConsumerData() {
        return heartbeats.get(heartbeats.size() - 1).consumerDataSet().get(0);
    }

    private static void ok(Reply reply) {
        reply.send(RemotingCommand.response(0, null, out -> {}));
    }

    private final class Clients implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {}

        @Override
        public void onClose(Connection connection) {
            synchronized (ScriptedBroker.this) {
                clients.remove(connection);
            }
        }
    }
}
