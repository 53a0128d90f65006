package io.apogeemq.client.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.error.ClientClosedException;
import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.client.fake.FakeBroker;
import io.apogeemq.client.fake.FakeNameServer;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatData;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.remoting.transport.EventLoops;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats, requests of brokers, and the end of a client. */
class ClientConnectionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EventLoops loops = new EventLoops("fake-io", 1, EventLoops.Transport.AUTO);
    private FakeNameServer nameServer;
    private FakeBroker broker;

    @BeforeEach
    void start() {
        nameServer = new FakeNameServer(loops);
        broker = new FakeBroker("broker-a", loops);
        nameServer.addTopic("orders", 4, broker);
    }

    @AfterEach
    void stop() {
        broker.close();
        nameServer.close();
        loops.close();
    }

    private ClientConnections.Builder builder() {
        return ClientConnections.builder().nameServers(nameServer.address()).name("t");
    }

    /** A consumer that remembers what it was asked. */
    private static final class Member implements ConsumerMember {
        private final String group;
        private final List<String> asked = new CopyOnWriteArrayList<>();

        Member(String group) {
            this.group = group;
        }

        @Override
        public String group() {
            return group;
        }

        @Override
        public ConsumerData heartbeatData() {
            return new ConsumerData(
                    group,
                    ConsumeType.CONSUME_PASSIVELY,
                    MessageModel.CLUSTERING,
                    ConsumeFrom.CONSUME_FROM_LAST_OFFSET,
                    List.of(),
                    false);
        }

        @Override
        public void onConsumerIdsChanged() {
            asked.add("ids");
        }

        @Override
        public void onResetOffset(RemotingCommand request) {
            asked.add("reset " + request.fields().requireString("topic"));
        }

        @Override
        public void onConsumerStatus(RemotingCommand request, Reply reply) {
            asked.add("status");
            reply.send(RemotingCommand.response(0, "status of " + group));
        }

        @Override
        public void onRunningInfo(RemotingCommand request, Reply reply) {
            asked.add("info");
            reply.send(RemotingCommand.response(0, "info of " + group));
        }

        @Override
        public void onConsumeDirectly(RemotingCommand request, Reply reply) {
            asked.add("directly");
            reply.send(RemotingCommand.response(0, "consumed by " + group));
        }
    }

    private static RemotingCommand ask(Connection client, int code, String field, String group)
            throws Exception {
        RemotingCommand answer =
                client.call(
                                RemotingCommand.request(
                                        code,
                                        out -> {
                                            out.put(field, group);
                                            out.put("topic", "orders");
                                        }),
                                PATIENCE)
                        .get(5, SECONDS);
        answer.release();
        return answer;
    }

    @Test
    void tellsBrokersOfAllMembersTogether() throws Exception {
        try (ClientConnections connections = builder().build()) {
            connections.routes().route("orders").get(5, SECONDS);
            Registration producer = connections.registerProducer("p1");
            Registration consumer = connections.registerConsumer(new Member("c1"));
            assertEquals(1, connections.heartbeats().beatNow().get(5, SECONDS));

            // The one for the producer alone, from another thread, may come behind it.
            HeartbeatData together =
                    broker.heartbeats().stream()
                            .filter(heartbeat -> !heartbeat.consumerDataSet().isEmpty())
                            .findFirst()
                            .orElseThrow();
            assertEquals(connections.clientId(), together.clientId());
            assertEquals(
                    Set.of("p1", "CLIENT_INNER_PRODUCER"),
                    Set.copyOf(
                            together.producerDataSet().stream()
                                    .map(data -> data.groupName())
                                    .toList()));
            assertEquals("c1", together.consumerDataSet().get(0).groupName());

            producer.close();
            consumer.close();

            assertEquals(Set.of("p:p1", "c:c1"), Set.copyOf(broker.unregistered()));
        }
    }

    @Test
    void beatsWithoutBeingAskedAgainAndAgain() throws Exception {
        try (ClientConnections connections =
                builder().heartbeatInterval(Duration.ofMillis(50)).build()) {
            connections.registerProducer("p1");
            connections.routes().route("orders").get(5, SECONDS);

            await().until(() -> broker.heartbeats().size() > 3);
        }
    }

    @Test
    void staysSilentWithoutMembers() throws Exception {
        try (ClientConnections connections = builder().build()) {
            connections.routes().route("orders").get(5, SECONDS);

            assertEquals(0, connections.heartbeats().beatNow().get(5, SECONDS));
        }
        assertTrue(broker.heartbeats().isEmpty());
    }

    @Test
    void tellsABrokerAgainWhenItsConnectionIsANewOne() throws Exception {
        try (ClientConnections connections = builder().build()) {
            connections.registerProducer("p1");
            connections.routes().route("orders").get(5, SECONDS);
            // One, or two when the producer was there before the route was announced.
            await().until(() -> !broker.heartbeats().isEmpty());

            int before = broker.heartbeats().size();
            broker.hangUpOnAll();
            await().until(
                            () -> {
                                connections.oneway(
                                        broker.address(),
                                        RemotingCommand.request(
                                                RequestCode.UPDATE_CONSUMER_OFFSET, out -> {}));
                                return broker.connections().size() > 1;
                            });

            await().until(() -> broker.heartbeats().size() > before);
        }
    }

    @Test
    void handsRequestsOfBrokersToTheConsumerOfTheGroup() throws Exception {
        try (ClientConnections connections = builder().build()) {
            Member one = new Member("c1");
            Member two = new Member("c2");
            connections.registerConsumer(one);
            connections.registerConsumer(two);
            connections.routes().route("orders").get(5, SECONDS);
            await().until(() -> !broker.heartbeats().isEmpty());
            Connection client = broker.connections().get(0);

            client.oneway(
                    RemotingCommand.request(
                            RequestCode.NOTIFY_CONSUMER_IDS_CHANGED,
                            out -> out.put("consumerGroup", "c2")));
            client.oneway(
                    RemotingCommand.request(
                            RequestCode.RESET_CONSUMER_CLIENT_OFFSET,
                            out -> {
                                out.put("group", "c2");
                                out.put("topic", "orders");
                            }));
            RemotingCommand info =
                    ask(client, RequestCode.GET_CONSUMER_RUNNING_INFO, "consumerGroup", "c1");
            RemotingCommand status =
                    ask(client, RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT, "group", "c1");
            RemotingCommand directly =
                    ask(client, RequestCode.CONSUME_MESSAGE_DIRECTLY, "consumerGroup", "c1");
            RemotingCommand nobody =
                    ask(client, RequestCode.GET_CONSUMER_RUNNING_INFO, "consumerGroup", "c9");

            assertEquals(List.of("ids", "reset orders"), two.asked);
            assertEquals(List.of("info", "status", "directly"), one.asked);
            assertEquals("info of c1", info.remark());
            assertEquals("status of c1", status.remark());
            assertEquals("consumed by c1", directly.remark());
            assertEquals(1, nobody.code());
            assertTrue(nobody.remark().contains("no consumer of group 'c9'"));
        }
    }

    @Test
    void refusesASecondConsumerOfAGroup() {
        try (ClientConnections connections = builder().build()) {
            connections.registerConsumer(new Member("c1"));

            ClientConfigException error =
                    assertThrows(
                            ClientConfigException.class,
                            () -> connections.registerConsumer(new Member("c1")));

            assertTrue(error.getMessage().contains("'c1'"));
        }
    }

    @Test
    void givesEveryClientAnIdOfItsOwn() {
        try (ClientConnections one = builder().build();
                ClientConnections two = builder().build();
                ClientConnections fixed = builder().instanceName("DEFAULT").build()) {
            assertNotEquals(one.clientId(), two.clientId());
            assertTrue(one.clientId().matches("[0-9a-fA-F.:%]+@\\d+#[0-9a-z]+"), one::clientId);
            assertTrue(fixed.clientId().endsWith("@DEFAULT"));
        }
    }

    @Test
    void failsWhatIsUnderWayWhenItIsClosed() throws Exception {
        broker.always(FakeBroker.silence());
        ClientConnections connections = builder().build();
        CompletableFuture<RemotingCommand> call =
                connections.call(
                        broker.address(),
                        RemotingCommand.request(RequestCode.SEND_MESSAGE_V2, out -> {}),
                        Duration.ofMinutes(1));
        await().until(() -> !broker.sends().isEmpty());

        connections.close();

        assertThrows(ExecutionException.class, () -> call.get(1, SECONDS));
        ExecutionException later =
                assertThrows(
                        ExecutionException.class,
                        () ->
                                connections
                                        .call(
                                                broker.address(),
                                                RemotingCommand.request(10, out -> {}),
                                                PATIENCE)
                                        .get(1, SECONDS));
        assertInstanceOf(ClientClosedException.class, later.getCause());
        connections.close();
    }

    @Test
    void leavesNoThreadBehindAndSharedOnesAlone() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (ClientConnections own = builder().ioThreads(2).build();
                ClientConnections sharing = builder().eventLoops(loops).build()) {
            own.registerProducer("p");
            own.routes().route("orders").get(5, SECONDS);
            sharing.routes().route("orders").get(5, SECONDS);
            assertTrue(namesOfNew(before).stream().anyMatch(name -> name.startsWith("t-io")));
            assertTrue(namesOfNew(before).contains("t-timer"));
        }

        await().until(() -> namesOfNew(before).isEmpty());
        assertFalse(loops.group().isShuttingDown());
    }

    private static List<String> namesOfNew(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("t-"))
                .toList();
    }
}
