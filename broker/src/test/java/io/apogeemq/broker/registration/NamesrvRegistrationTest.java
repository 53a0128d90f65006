package io.apogeemq.broker.registration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.register.QueryDataVersionResponseHeader;
import io.apogeemq.remoting.protocol.register.RegisterBrokerBody;
import io.apogeemq.remoting.protocol.register.RegisterBrokerRequestHeader;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.server.RemotingServer;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.ServerConfig;
import io.apogeemq.remoting.transport.EventLoops;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker and name servers that come and go. */
class NamesrvRegistrationTest {
    @TempDir Path directory;
    private final EventLoops loops = new EventLoops("namesrv", 1, EventLoops.Transport.AUTO);

    @AfterEach
    void stop() {
        loops.close();
    }

    /** One registration as it arrived. */
    private record Registration(RegisterBrokerRequestHeader header, RegisterBrokerBody body) {
        boolean isFull() {
            return body.topicTable().topics().containsKey("TBW102");
        }
    }

    /** A name server that writes down what it is told. */
    private final class ToyNamesrv implements AutoCloseable {
        private final List<Registration> registrations = new CopyOnWriteArrayList<>();
        private final List<DataVersion> asked = new CopyOnWriteArrayList<>();
        private volatile boolean hasForgotten;
        private final List<String> unregistered = new CopyOnWriteArrayList<>();
        private final RemotingServer server;
        private volatile int answer = ResponseCode.SUCCESS;
        private volatile boolean isSilent;

        ToyNamesrv(int port) {
            server =
                    new RemotingServer(
                            ServerConfig.onPort(port),
                            loops,
                            ProcessorTable.builder()
                                    .on(RequestCode.REGISTER_BROKER, this::register)
                                    .on(RequestCode.UNREGISTER_BROKER, this::unregister)
                                    .on(RequestCode.QUERY_DATA_VERSION, this::queryVersion)
                                    .build(),
                            ConnectionListener.NONE);
            server.start();
        }

        private void register(RemotingCommand request, Reply reply) {
            byte[] body = request.bodyBytes();
            RegisterBrokerRequestHeader header = RegisterBrokerRequestHeader.read(request.fields());
            assertEquals(RegisterBrokerBody.crc32(body), header.bodyCrc32());
            registrations.add(
                    new Registration(header, RegisterBrokerBody.read(body, request.version())));
            if (!isSilent) {
                reply.send(RemotingCommand.response(answer, "as told", CommandHeader.EMPTY));
            }
        }

        private void queryVersion(RemotingCommand request, Reply reply) {
            DataVersion version = DataVersion.fromJson(request.bodyBytes());
            asked.add(version);
            DataVersion known =
                    registrations.get(registrations.size() - 1).body().topicTable().dataVersion();
            boolean changed = hasForgotten || !version.equals(known);
            reply.send(
                    RemotingCommand.response(
                            ResponseCode.SUCCESS,
                            null,
                            new QueryDataVersionResponseHeader(changed),
                            known.toJson()));
        }

        private void unregister(RemotingCommand request, Reply reply) {
            unregistered.add(request.fields().requireString("brokerAddr"));
            reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
        }

        String address() {
            return "127.0.0.1:" + server.port();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @Test
    void registersWithEveryNameServerAtStartAndLeavesAtTheEnd() {
        try (ToyNamesrv one = new ToyNamesrv(0);
                ToyNamesrv two = new ToyNamesrv(0)) {
            String brokerAddress;
            try (BrokerFixture broker =
                    new BrokerFixture(
                            directory, "namesrvAddr=" + one.address() + ";" + two.address())) {
                brokerAddress = broker.address();
                await().until(() -> broker.broker().registeredCount() == 2);

                for (ToyNamesrv each : List.of(one, two)) {
                    Registration first = each.registrations.get(0);
                    assertEquals("brk-a", first.header().brokerName());
                    assertEquals("SampleCluster", first.header().clusterName());
                    assertEquals(brokerAddress, first.header().brokerAddr());
                    assertEquals(0, first.header().brokerId());
                    assertTrue(first.isFull());
                    assertEquals(7, first.body().topicTable().topics().get("TBW102").perm());
                }
            }
            assertEquals(List.of(brokerAddress), one.unregistered);
            assertEquals(List.of(brokerAddress), two.unregistered);
        }
    }

    @Test
    void tellsOfANewTopicAtOnceAndOfNothingElse() {
        try (ToyNamesrv namesrv = new ToyNamesrv(0);
                BrokerFixture broker =
                        new BrokerFixture(directory, "namesrvAddr=" + namesrv.address())) {
            await().until(() -> broker.broker().registeredCount() == 1);

            broker.createTopic("Fresh", 2, 6);

            assertEquals(2, namesrv.registrations.size(), "told before the answer");
            Registration second = namesrv.registrations.get(1);
            assertEquals(
                    List.of("Fresh"), List.copyOf(second.body().topicTable().topics().keySet()));
            long before = namesrv.registrations.get(0).body().topicTable().dataVersion().counter();
            assertEquals(before + 1, second.body().topicTable().dataVersion().counter());
        }
    }

    @Test
    void answersWhoeverCreatesATopicThoughANameServerIsSilent() {
        try (ToyNamesrv namesrv = new ToyNamesrv(0);
                BrokerFixture broker =
                        new BrokerFixture(directory, "namesrvAddr=" + namesrv.address())) {
            await().until(() -> broker.broker().registeredCount() == 1);
            namesrv.isSilent = true;

            assertEquals(ResponseCode.SUCCESS, broker.createTopic("Fresh", 2, 6).code());

            assertEquals(2, namesrv.registrations.size(), "was told, and did not answer");
        }
    }

    @Test
    void findsANameServerThatWasAwayWithinSeconds() {
        int port;
        try (ToyNamesrv probe = new ToyNamesrv(0)) {
            port = Integer.parseInt(probe.address().split(":")[1]);
        }
        try (BrokerFixture broker = new BrokerFixture(directory, "namesrvAddr=127.0.0.1:" + port)) {
            assertEquals(0, broker.broker().registeredCount());

            try (ToyNamesrv late = new ToyNamesrv(port)) {
                await().atMost(15, SECONDS).until(() -> broker.broker().registeredCount() == 1);
                assertTrue(late.registrations.get(0).isFull());
            }
            try (ToyNamesrv restarted = new ToyNamesrv(port)) {
                await().atMost(15, SECONDS).until(() -> restarted.registrations.size() >= 1);
                assertTrue(restarted.registrations.get(0).isFull());
            }
        }
    }

    @Test
    void sendsEverythingAgainAfterARefusal() {
        try (ToyNamesrv namesrv = new ToyNamesrv(0)) {
            namesrv.answer = ResponseCode.SYSTEM_ERROR;
            try (BrokerFixture broker =
                    new BrokerFixture(directory, "namesrvAddr=" + namesrv.address())) {
                await().until(() -> namesrv.registrations.size() == 1);
                namesrv.answer = ResponseCode.SUCCESS;

                await().until(() -> broker.broker().registeredCount() == 1);

                assertTrue(namesrv.registrations.get(1).isFull());
            }
        }
    }

    @Test
    void asksEveryPeriodWhetherItsTopicsAreKnownAndSendsThemOnlyIfNot() {
        try (ToyNamesrv namesrv = new ToyNamesrv(0);
                BrokerFixture broker =
                        new BrokerFixture(
                                directory,
                                "namesrvAddr=" + namesrv.address(),
                                "registerNameServerPeriod=10000")) {
            await().until(() -> broker.broker().registeredCount() == 1);
            int before = namesrv.registrations.size();

            await().atMost(30, SECONDS).until(() -> namesrv.asked.size() == 1);
            assertEquals(before, namesrv.registrations.size());

            namesrv.hasForgotten = true;
            await().atMost(30, SECONDS).until(() -> namesrv.registrations.size() == before + 1);
            assertTrue(namesrv.registrations.get(before).isFull());
        }
    }
}
