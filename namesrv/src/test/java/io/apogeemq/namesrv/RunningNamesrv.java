package io.apogeemq.namesrv;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.register.RegisterBrokerBody;
import io.apogeemq.remoting.protocol.register.RegisterBrokerRequestHeader;
import io.apogeemq.remoting.protocol.route.GetRouteInfoRequestHeader;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.transport.EventLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A name server on a free port with a manual clock, and a client that speaks to it. */
final class RunningNamesrv implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final EventLoops loops = new EventLoops("test-io", 2, EventLoops.Transport.AUTO);
    private final ManualClock clock = new ManualClock();
    private final NamesrvServer server;
    private final RemotingClient client = newClient();

    RunningNamesrv(Path home, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("listenPort", "0");
        all.putIfAbsent("scanNotActiveBrokerInterval", "20");
        server = new NamesrvServer(NamesrvConfig.of(home, all), loops, clock);
        server.start();
    }

    ManualClock clock() {
        return clock;
    }

    int port() {
        return server.port();
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    /** One more client, with a connection of its own. */
    RemotingClient newClient() {
        return new RemotingClient(
                ClientConfig.DEFAULT, loops, ProcessorTable.NONE, ConnectionListener.NONE);
    }

    Answer call(int code, CommandHeader header, byte[] body) {
        return call(client, code, header, body);
    }

    Answer call(int code, CommandHeader header) {
        return call(client, code, header, new byte[0]);
    }

    Answer call(RemotingClient from, int code, CommandHeader header, byte[] body) {
        try {
            RemotingCommand response =
                    from.call(address(), RemotingCommand.request(code, header, body), TIMEOUT)
                            .get(TIMEOUT.toSeconds(), SECONDS);
            try {
                return Answer.of(response);
            } finally {
                response.release();
            }
        } catch (Exception e) {
            throw new AssertionError("request " + code + " got no answer", e);
        }
    }

    Answer route(String topic) {
        return call(
                RequestCode.GET_ROUTEINFO_BY_TOPIC,
                new GetRouteInfoRequestHeader(topic, false, "", false));
    }

    TopicRouteData requireRoute(String topic) {
        Answer answer = route(topic);
        assertEquals(ResponseCode.SUCCESS, answer.code(), answer.remark());
        return TopicRouteData.fromJson(answer.body());
    }

    void requireRegistered(
            RemotingClient from,
            RegisterBrokerRequestHeader broker,
            int version,
            String... topics) {
        Answer answer = register(from, broker, body(version, topics));
        assertEquals(ResponseCode.SUCCESS, answer.code(), answer.remark());
    }

    void requireRegistered(RegisterBrokerRequestHeader broker, int version, String... topics) {
        requireRegistered(client, broker, version, topics);
    }

    Answer register(RemotingClient from, RegisterBrokerRequestHeader broker, byte[] body) {
        return call(from, RequestCode.REGISTER_BROKER, broker, body);
    }

    Answer register(RegisterBrokerRequestHeader broker, byte[] body) {
        return register(client, broker, body);
    }

    static RegisterBrokerRequestHeader broker(String name, long id, String address) {
        return new RegisterBrokerRequestHeader(
                name, address, "C", address + "1", id, 10_000, false, false, 0, "");
    }

    static byte[] body(int version, String... topics) {
        List<TopicConfig> configs =
                Arrays.stream(topics).map(t -> TopicConfig.of(t, 4, 4, 6)).toList();
        DataVersion dataVersion = new DataVersion(0, 1_000, version);
        return RegisterBrokerBody.of(TopicConfigTable.of(dataVersion, configs)).toJson();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        loops.close();
    }

    /** A response as values. */
    record Answer(int code, String remark, Map<String, String> fields, byte[] body) {
        static Answer of(RemotingCommand response) {
            Map<String, String> fields = new HashMap<>();
            response.fields().forEach(fields::put);
            return new Answer(response.code(), response.remark(), fields, response.bodyBytes());
        }
    }
}
