package io.apogeemq.client.fake;

import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.namesrv.ClusterInfo;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.server.RemotingServer;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.ServerConfig;
import io.apogeemq.remoting.transport.EventLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A NameServer that says what a test told it to.
 *
 * <p>Threads: safe for any thread.
 */
public final class FakeNameServer implements AutoCloseable {
    private final RemotingServer server;
    private final String address;
    private final Map<String, TopicRouteData> routes = new ConcurrentHashMap<>();
    private final Map<String, BrokerData> brokers = new ConcurrentHashMap<>();
    private final AtomicInteger routeRequests = new AtomicInteger();
    private final List<Reply> held = new ArrayList<>(); // guarded by held
    private volatile boolean silent;
    private volatile boolean holding;
    private volatile int errorCode;

    public FakeNameServer(EventLoops loops) {
        ProcessorTable table =
                ProcessorTable.builder()
                        .on(RequestCode.GET_ROUTEINFO_BY_TOPIC, this::route)
                        .on(RequestCode.GET_BROKER_CLUSTER_INFO, this::cluster)
                        .build();
        server = new RemotingServer(ServerConfig.onPort(0), loops, table, ConnectionListener.NONE);
        server.start();
        address = "127.0.0.1:" + server.port();
    }

    public String address() {
        return address;
    }

    /** A topic with this many read-write queues on each of the brokers. */
    public void addTopic(String topic, int queues, FakeBroker... on) {
        List<QueueData> queueDatas = new ArrayList<>();
        List<BrokerData> brokerDatas = new ArrayList<>();
        for (FakeBroker broker : on) {
            queueDatas.add(new QueueData(broker.name(), queues, queues, 6, 0));
            brokerDatas.add(broker.data());
            brokers.put(broker.name(), broker.data());
        }
        setRoute(topic, TopicRouteData.of(queueDatas, brokerDatas));
    }

    public void setRoute(String topic, TopicRouteData route) {
        routes.put(topic, route);
    }

    public void removeTopic(String topic) {
        routes.remove(topic);
    }

    /** A broker without topics. */
    public void addBroker(FakeBroker broker) {
        brokers.put(broker.name(), broker.data());
    }

    /** From now on requests are read and not answered. */
    public void beSilent(boolean value) {
        silent = value;
    }

    /** From now on requests are refused with this code; 0: no more. */
    public void refuseWith(int code) {
        errorCode = code;
    }

    /** From now on requests wait for {@link #answerHeld}. */
    public void holdAnswers() {
        holding = true;
    }

    public int heldAnswers() {
        synchronized (held) {
            return held.size();
        }
    }

    public void answerHeld(String topic) {
        holding = false;
        synchronized (held) {
            held.forEach(reply -> answer(topic, reply));
            held.clear();
        }
    }

    public int routeRequests() {
        return routeRequests.get();
    }

    @Override
    public void close() {
        server.close();
    }

    private void route(RemotingCommand request, Reply reply) {
        routeRequests.incrementAndGet();
        if (holding) {
            synchronized (held) {
                held.add(reply);
            }
            return;
        }
        answer(request.fields().requireString("topic"), reply);
    }

    private void answer(String topic, Reply reply) {
        if (silent) {
            return;
        }
        if (errorCode != 0) {
            reply.fail(errorCode, "as the test wants it");
            return;
        }
        TopicRouteData route = routes.get(topic);
        if (route == null) {
            reply.fail(ResponseCode.TOPIC_NOT_EXIST, "No topic route info in name server");
        } else {
            reply.send(RemotingCommand.response(0, null, out -> {}, route.toJson()));
        }
    }

    private void cluster(RemotingCommand request, Reply reply) {
        ClusterInfo info =
                new ClusterInfo(new TreeMap<>(brokers), Map.of("C", List.copyOf(brokers.keySet())));
        reply.send(RemotingCommand.response(0, null, out -> {}, info.toJson()));
    }
}
