package io.apogeemq.client.fake;

import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatData;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.send.SendMessageResponseHeader;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.server.RemotingServer;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.ServerConfig;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.remoting.transport.EventLoops;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A broker that answers sends and queries as a test scripted it, else sends with success and queries with
 * nothing, and remembers the sends.
 *
 * <p>Threads: safe for any thread.
 */
public final class FakeBroker implements AutoCloseable {
    /** What the broker does with one send. */
    @FunctionalInterface
    public interface Act {
        void on(RemotingCommand request, Reply reply);
    }

    /** A send that came in. */
    public record Received(int code, HeaderFields fields, byte[] body, boolean oneway) {
        public int queueId() {
            return fields.requireInt("e");
        }

        public String properties() {
            return fields.stringOr("i", "");
        }
    }

    private final String name;
    private final RemotingServer server;
    private final String address;
    private final AtomicLong nextOffset = new AtomicLong();
    private final Queue<Act> script = new ConcurrentLinkedQueue<>();
    private final List<Received> sends = new CopyOnWriteArrayList<>();
    private final List<HeartbeatData> heartbeats = new CopyOnWriteArrayList<>();
    private final List<String> unregistered = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private volatile Act always = store(0);
    private volatile Act query = refuse(ResponseCode.QUERY_NOT_FOUND, "nothing here");

    public FakeBroker(String name, EventLoops loops) {
        this.name = name;
        ProcessorTable table =
                ProcessorTable.builder()
                        .on(RequestCode.SEND_MESSAGE_V2, this::send)
                        .on(RequestCode.SEND_BATCH_MESSAGE, this::send)
                        .on(RequestCode.HEART_BEAT, this::heartbeat)
                        .on(RequestCode.UNREGISTER_CLIENT, this::unregister)
                        .on(RequestCode.QUERY_MESSAGE, (request, reply) -> query.on(request, reply))
                        .build();
        server = new RemotingServer(ServerConfig.onPort(0), loops, table, new Connections());
        server.start();
        address = "127.0.0.1:" + server.port();
    }

    public String name() {
        return name;
    }

    public String address() {
        return address;
    }

    /** The group with this broker as its master. */
    public BrokerData data() {
        TreeMap<Long, String> addresses = new TreeMap<>();
        addresses.put(BrokerData.MASTER_ID, address());
        return BrokerData.of("C", name, addresses);
    }

    /** What happens to the next sends, one act each; after them it is success again. */
    public void next(Act... acts) {
        script.addAll(List.of(acts));
    }

    /** What happens to every send that no script entry is for. */
    public void always(Act act) {
        always = act;
    }

    /** What happens to every query for a key. */
    public void onQuery(Act act) {
        query = act;
    }

    public static Act refuse(int code, String remark) {
        return (request, reply) -> reply.fail(code, remark);
    }

    /** Reads the request and never answers it. */
    public static Act silence() {
        return (request, reply) -> {};
    }

    /** Closes the connection instead of answering. */
    public static Act hangUp() {
        return (request, reply) -> reply.connection().close();
    }

    /** Stores, and answers with this code. */
    public Act store(int code) {
        return (request, reply) -> reply.send(stored(request, code));
    }

    /** Stores, and answers after this time. */
    public Act storeLater(EventLoops timer, Duration delay) {
        return (request, reply) -> {
            RemotingCommand answer = stored(request, 0);
            timer.group()
                    .schedule(() -> reply.send(answer), delay.toMillis(), TimeUnit.MILLISECONDS);
        };
    }

    public List<Received> sends() {
        return sends;
    }

    public List<HeartbeatData> heartbeats() {
        return heartbeats;
    }

    /** Groups that were signed off: {@code p:group} or {@code c:group}. */
    public List<String> unregistered() {
        return unregistered;
    }

    /** Connections of clients, open ones and closed ones. */
    public List<Connection> connections() {
        return connections;
    }

    public void hangUpOnAll() {
        connections.forEach(Connection::close);
    }

    @Override
    public void close() {
        server.close();
    }

    private void send(RemotingCommand request, Reply reply) {
        sends.add(
                new Received(
                        request.code(),
                        request.fields().copy(),
                        request.bodyBytes(),
                        request.isOneway()));
        Act scripted = script.poll();
        (scripted != null ? scripted : always).on(request, reply);
    }

    private RemotingCommand stored(RemotingCommand request, int code) {
        long offset = nextOffset.getAndIncrement();
        SendMessageResponseHeader header =
                new SendMessageResponseHeader(
                        "7F00000100002AB3" + String.format("%016X", offset),
                        request.fields().requireInt("e"),
                        offset,
                        "",
                        "",
                        "",
                        "DefaultRegion",
                        true);
        return RemotingCommand.response(code, null, header);
    }

    private void heartbeat(RemotingCommand request, Reply reply) {
        heartbeats.add(HeartbeatData.fromJson(request.bodyBytes()));
        reply.send(RemotingCommand.response(0, null, out -> {}));
    }

    private void unregister(RemotingCommand request, Reply reply) {
        String producer = request.fields().stringOr("producerGroup", "");
        String consumer = request.fields().stringOr("consumerGroup", "");
        unregistered.add(producer.isEmpty() ? "c:" + consumer : "p:" + producer);
        reply.send(RemotingCommand.response(0, null, out -> {}));
    }

    private final class Connections implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {
            connections.add(connection);
        }

        @Override
        public void onClose(Connection connection) {}
    }
}
