package io.apogeemq.namesrv;

import static io.apogeemq.namesrv.RunningNamesrv.body;
import static io.apogeemq.namesrv.RunningNamesrv.broker;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.namesrv.RunningNamesrv.Answer;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.namesrv.AddWritePermOfBrokerRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.BrokerMemberGroup;
import io.apogeemq.remoting.protocol.namesrv.ClusterInfo;
import io.apogeemq.remoting.protocol.namesrv.DeleteTopicInNamesrvRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.GetBrokerMemberGroupRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.GetTopicsByClusterRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.protocol.namesrv.PutKvConfigRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.RegisterTopicRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.TopicList;
import io.apogeemq.remoting.protocol.namesrv.WipeWritePermOfBrokerRequestHeader;
import io.apogeemq.remoting.protocol.register.BrokerHeartbeatRequestHeader;
import io.apogeemq.remoting.protocol.register.QueryDataVersionRequestHeader;
import io.apogeemq.remoting.protocol.register.RegisterBrokerBody;
import io.apogeemq.remoting.protocol.register.RegisterBrokerRequestHeader;
import io.apogeemq.remoting.protocol.register.UnregisterBrokerRequestHeader;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.GetRouteInfoRequestHeader;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.server.PortUnavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over real sockets, as brokers, clients and tools send them. */
class NamesrvServerTest {
    private static final RegisterBrokerRequestHeader MASTER = broker("b", 0, "10.0.0.1:10911");
    private static final RegisterBrokerRequestHeader SLAVE = broker("b", 1, "10.0.0.2:10911");

    @TempDir private Path home;
    private RunningNamesrv namesrv;

    @BeforeEach
    void start() {
        namesrv = new RunningNamesrv(home, Map.of("orderMessageEnable", "true"));
    }

    @AfterEach
    void stop() {
        namesrv.close();
    }

    @Test
    void givesTheRouteOfARegisteredTopic() {
        namesrv.requireRegistered(MASTER, 1, "orders", "TBW102");
        namesrv.requireRegistered(broker("b2", 0, "10.0.0.9:10911"), 1, "orders", "TBW102");

        TopicRouteData route = namesrv.requireRoute("orders");

        assertEquals(
                List.of(new QueueData("b", 4, 4, 6, 0), new QueueData("b2", 4, 4, 6, 0)),
                route.queueDatas());
        assertEquals(
                List.of("10.0.0.1:10911", "10.0.0.9:10911"),
                route.brokerDatas().stream().map(b -> b.masterAddress().orElseThrow()).toList());
    }

    @Test
    void tellsAnUnknownTopicFromARegistryWithoutBrokers() {
        Answer withoutBrokers = namesrv.route("orders");
        namesrv.requireRegistered(MASTER, 1, "a", "b");
        Answer withBrokers = namesrv.route("orders");

        assertEquals(ResponseCode.TOPIC_NOT_EXIST, withoutBrokers.code());
        assertTrue(withoutBrokers.remark().contains("no broker is registered"));
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, withBrokers.code());
        assertTrue(withBrokers.remark().contains("does not exist"), withBrokers.remark());
        assertTrue(withBrokers.remark().contains("mqadmin updateTopic"), withBrokers.remark());
    }

    @Test
    void tellsASlaveItsMaster() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");

        Answer answer = namesrv.register(SLAVE, body(1, "a", "b"));

        assertEquals("10.0.0.1:10911", answer.fields().get("masterAddr"));
        assertEquals("10.0.0.1:109111", answer.fields().get("haServerAddr"));
    }

    @Test
    void takesABodyByWhatItIsAndNotByWhatTheHeaderSays() {
        RegisterBrokerBody body = RegisterBrokerBody.read(body(1, "a", "b"), 493);

        Answer compressed = namesrv.register(MASTER, body.toCompressed(493));
        Answer bare = namesrv.register(broker("old", 0, "10.0.0.3:1"), body.topicTable().toJson());

        assertEquals(ResponseCode.SUCCESS, compressed.code(), compressed.remark());
        assertEquals(ResponseCode.SUCCESS, bare.code(), bare.remark());
        assertEquals(2, namesrv.requireRoute("a").queueDatas().size());
    }

    @Test
    void refusesABodyWhoseChecksumIsWrong() {
        RegisterBrokerRequestHeader damaged =
                new RegisterBrokerRequestHeader(
                        "b", "10.0.0.1:1", "C", "10.0.0.1:2", 0, 10_000, false, false, 12_345, "");

        Answer answer = namesrv.register(damaged, body(1, "a", "b"));

        assertEquals(ResponseCode.SYSTEM_ERROR, answer.code());
        assertTrue(answer.remark().startsWith("crc32 not match"), answer.remark());
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, namesrv.route("a").code());
    }

    @Test
    void refusesABodyThatIsNoRegistration() {
        Answer garbage = namesrv.register(MASTER, "garbage".getBytes(StandardCharsets.UTF_8));
        Answer nothing = namesrv.register(MASTER, new byte[0]);

        assertEquals(ResponseCode.SYSTEM_ERROR, garbage.code());
        assertTrue(garbage.remark().contains("'b'"), garbage.remark());
        assertEquals(ResponseCode.SYSTEM_ERROR, nothing.code());
    }

    @Test
    void removesABrokerAtOnceWhenItsConnectionCloses() {
        RemotingClient leaving = namesrv.newClient();
        namesrv.requireRegistered(leaving, MASTER, 1, "a", "b");
        namesrv.requireRegistered(SLAVE, 1, "a", "b");

        leaving.close();

        await().until(() -> !hasMaster(namesrv.requireRoute("a")));
    }

    private static boolean hasMaster(TopicRouteData route) {
        return route.brokerDatas().get(0).masterAddress().isPresent();
    }

    @Test
    void keepsABrokerThatCameBackOverAnotherConnectionBeforeTheOldOneClosed() {
        RemotingClient first = namesrv.newClient();
        RemotingClient second = namesrv.newClient();
        namesrv.requireRegistered(first, MASTER, 1, "a", "b");
        namesrv.requireRegistered(second, MASTER, 1, "a", "b");
        namesrv.requireRegistered(first, broker("marker", 0, "10.0.0.7:1"), 1, "m", "n");

        first.close();

        await().until(() -> namesrv.route("m").code() == ResponseCode.TOPIC_NOT_EXIST);
        assertTrue(hasMaster(namesrv.requireRoute("a")));
        second.close();
    }

    @Test
    void removesABrokerThatFellSilentAndClosesItsConnection() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");

        namesrv.clock().advance(Duration.ofMillis(10_001));

        await().until(() -> namesrv.route("a").code() == ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void keepsABrokerThatSendsHeartbeats() {
        RemotingClient other = namesrv.newClient();
        namesrv.requireRegistered(MASTER, 1, "a", "b");
        namesrv.requireRegistered(other, broker("silent", 0, "10.0.0.7:1"), 1, "m", "n");
        namesrv.clock().advance(Duration.ofSeconds(6));
        namesrv.call(
                RequestCode.BROKER_HEARTBEAT,
                new BrokerHeartbeatRequestHeader(
                        "C", MASTER.brokerAddr(), "b", 0, -1, -1, -1, -1, -1));

        namesrv.clock().advance(Duration.ofSeconds(6));

        await().until(() -> namesrv.route("m").code() == ResponseCode.TOPIC_NOT_EXIST);
        assertTrue(hasMaster(namesrv.requireRoute("a")));
        other.close();
    }

    @Test
    void forgetsABrokerThatUnregisters() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");

        Answer answer =
                namesrv.call(
                        RequestCode.UNREGISTER_BROKER,
                        new UnregisterBrokerRequestHeader("b", MASTER.brokerAddr(), "C", 0));

        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, namesrv.route("a").code());
        assertEquals(Map.of(), clusterInfo().brokerAddrTable());
    }

    private ClusterInfo clusterInfo() {
        return ClusterInfo.fromJson(
                namesrv.call(RequestCode.GET_BROKER_CLUSTER_INFO, CommandHeader.EMPTY).body());
    }

    @Test
    void refusesASingleTopicOfAnUnknownBrokerAndLeavesNoGhost() {
        Answer answer = namesrv.register(MASTER, body(1, "only"));

        assertEquals(ResponseCode.SYSTEM_ERROR, answer.code());
        assertTrue(answer.remark().startsWith("register broker failed"), answer.remark());
        assertEquals(Map.of(), clusterInfo().clusterAddrTable());
        assertEquals(Map.of(), clusterInfo().brokerAddrTable());
    }

    @Test
    void listsClustersAndMembers() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");
        namesrv.requireRegistered(SLAVE, 1, "a", "b");

        ClusterInfo info = clusterInfo();
        BrokerMemberGroup group = memberGroup("b");

        assertEquals(Map.of("C", List.of("b")), info.clusterAddrTable());
        assertEquals(
                Map.of(0L, "10.0.0.1:10911", 1L, "10.0.0.2:10911"),
                info.brokerAddrTable().get("b").brokerAddrs());
        assertEquals(info.brokerAddrTable().get("b").brokerAddrs(), group.brokerAddrs());
        assertEquals(Map.of(), memberGroup("unknown").brokerAddrs());
    }

    private BrokerMemberGroup memberGroup(String brokerName) {
        return BrokerMemberGroup.fromJson(
                namesrv.call(
                                RequestCode.GET_BROKER_MEMBER_GROUP,
                                new GetBrokerMemberGroupRequestHeader("C", brokerName))
                        .body());
    }

    @Test
    void saysWhetherABrokerHasToRegisterAgain() {
        namesrv.requireRegistered(MASTER, 7, "a", "b");

        Answer same = queryVersion(MASTER, new DataVersion(0, 1_000, 7));
        Answer other = queryVersion(MASTER, new DataVersion(0, 1_000, 8));
        Answer unknown = queryVersion(SLAVE, new DataVersion(0, 1_000, 7));

        assertEquals("false", same.fields().get("changed"));
        assertEquals("true", other.fields().get("changed"));
        assertEquals(new DataVersion(0, 1_000, 7), DataVersion.fromJson(other.body()));
        assertEquals("true", unknown.fields().get("changed"));
        assertEquals(0, unknown.body().length);
    }

    private Answer queryVersion(RegisterBrokerRequestHeader broker, DataVersion version) {
        return namesrv.call(
                RequestCode.QUERY_DATA_VERSION,
                new QueryDataVersionRequestHeader(
                        broker.brokerName(), broker.brokerAddr(), "C", broker.brokerId()),
                version.toJson());
    }

    @Test
    void listsTopics() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");
        namesrv.requireRegistered(broker("b2", 0, "10.0.0.9:1"), 1, "b", "c");

        assertEquals(
                List.of("a", "b", "c"),
                topics(RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER, CommandHeader.EMPTY));
        assertEquals(
                List.of("a", "b", "c"),
                topics(
                        RequestCode.GET_TOPICS_BY_CLUSTER,
                        new GetTopicsByClusterRequestHeader("C")));
        assertEquals(
                List.of(),
                topics(
                        RequestCode.GET_TOPICS_BY_CLUSTER,
                        new GetTopicsByClusterRequestHeader("?")));
        assertEquals(
                List.of("C", "b", "b2"),
                topics(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_NS, CommandHeader.EMPTY));
        assertEquals(List.of(), topics(RequestCode.GET_UNIT_TOPIC_LIST, CommandHeader.EMPTY));
    }

    private List<String> topics(int code, CommandHeader header) {
        Answer answer = namesrv.call(code, header);
        assertEquals(ResponseCode.SUCCESS, answer.code(), answer.remark());
        return TopicList.fromJson(answer.body()).topicList();
    }

    @Test
    void deletesATopicInOneClusterOnly() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");

        deleteTopic("a", "elsewhere");
        assertEquals(1, namesrv.requireRoute("a").queueDatas().size());

        deleteTopic("a", "C");
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, namesrv.route("a").code());
        assertEquals(1, namesrv.requireRoute("b").queueDatas().size());
    }

    private void deleteTopic(String topic, String cluster) {
        Answer answer =
                namesrv.call(
                        RequestCode.DELETE_TOPIC_IN_NAMESRV,
                        new DeleteTopicInNamesrvRequestHeader(topic, cluster));
        assertEquals(ResponseCode.SUCCESS, answer.code());
    }

    @Test
    void takesATopicThatAToolRegistersOnKnownBrokersOnly() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");

        Answer known = registerTopic("given", "b");
        Answer unknown = registerTopic("lost", "nobody");

        assertEquals(ResponseCode.SUCCESS, known.code());
        assertEquals(
                List.of(new QueueData("b", 2, 2, 4, 0)),
                namesrv.requireRoute("given").queueDatas());
        assertEquals(ResponseCode.INVALID_PARAMETER, unknown.code());
        assertTrue(unknown.remark().contains("'nobody'"), unknown.remark());
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, namesrv.route("lost").code());
    }

    private Answer registerTopic(String topic, String brokerName) {
        TopicRouteData route =
                TopicRouteData.of(
                        List.of(new QueueData(brokerName, 2, 2, 4, 0)), List.<BrokerData>of());
        return namesrv.call(
                RequestCode.REGISTER_TOPIC_IN_NAMESRV,
                new RegisterTopicRequestHeader(topic),
                route.toJson());
    }

    @Test
    void closesABrokerForWritingAndOpensItAsItWas() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");

        Answer wiped =
                namesrv.call(
                        RequestCode.WIPE_WRITE_PERM_OF_BROKER,
                        new WipeWritePermOfBrokerRequestHeader("b"));
        int whileClosed = namesrv.requireRoute("a").queueDatas().get(0).perm();
        namesrv.requireRegistered(MASTER, 1, "a", "b");
        int afterTheSameRegistration = namesrv.requireRoute("a").queueDatas().get(0).perm();
        Answer added =
                namesrv.call(
                        RequestCode.ADD_WRITE_PERM_OF_BROKER,
                        new AddWritePermOfBrokerRequestHeader("b"));

        assertEquals("2", wiped.fields().get("wipeTopicCount"));
        assertEquals(4, whileClosed);
        assertEquals(4, afterTheSameRegistration);
        assertEquals("2", added.fields().get("addTopicCount"));
        assertEquals(6, namesrv.requireRoute("a").queueDatas().get(0).perm());
    }

    @Test
    void carriesOrderSettingsToBrokersAndClients() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");
        assertEquals("", namesrv.requireRoute("a").orderTopicConf());

        namesrv.call(
                RequestCode.PUT_KV_CONFIG,
                new PutKvConfigRequestHeader("ORDER_TOPIC_CONFIG", "a", "b:4"));
        Answer registered = namesrv.register(MASTER, body(1, "a", "b"));

        assertEquals(Map.of("a", "b:4"), KvTable.fromJson(registered.body()).table());
        assertEquals("b:4", namesrv.requireRoute("a").orderTopicConf());
        assertEquals("", namesrv.requireRoute("b").orderTopicConf());
    }

    @Test
    void givesOldClientsBareBrokerIdsUnlessTheyAskForStandardJson() {
        namesrv.requireRegistered(MASTER, 1, "a", "b");

        byte[] standard = namesrv.route("a").body();
        byte[] again = namesrv.route("a").body();

        assertTrue(new String(standard, StandardCharsets.UTF_8).contains("{\"0\":"));
        assertArrayEquals(standard, again);
        assertFalse(new String(standard, StandardCharsets.UTF_8).contains("{0:"));
    }

    @Test
    void showsOnlyTheBrokersOfAZone() {
        namesrv.requireRegistered(inZone("b", "10.0.0.1:1", "east"), 1, "a", "b");
        namesrv.requireRegistered(inZone("b2", "10.0.0.2:1", "west"), 1, "a", "b");

        Answer answer =
                namesrv.call(
                        RequestCode.GET_ROUTEINFO_BY_TOPIC,
                        new GetRouteInfoRequestHeader("a", true, "EAST", true));

        TopicRouteData route = TopicRouteData.fromJson(answer.body());
        assertEquals(
                List.of("b"), route.brokerDatas().stream().map(BrokerData::brokerName).toList());
        assertEquals(List.of("b"), route.queueDatas().stream().map(QueueData::brokerName).toList());
    }

    private static RegisterBrokerRequestHeader inZone(String name, String address, String zone) {
        return new RegisterBrokerRequestHeader(
                name, address, "C", address, 0, 10_000, false, false, 0, zone);
    }

    @Test
    void namesTheFieldThatIsMissing() {
        Answer answer = namesrv.call(RequestCode.GET_ROUTEINFO_BY_TOPIC, CommandHeader.EMPTY);

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
        assertTrue(answer.remark().contains("'topic'"), answer.remark());
    }

    @Test
    void answersRequestsThatAreNoneOfItsBusiness() {
        assertEquals(
                ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                namesrv.call(RequestCode.SEND_MESSAGE, CommandHeader.EMPTY).code());
    }

    @Test
    void twoNameServersOfOneProcessKnowNothingOfEachOther(@TempDir Path otherHome) {
        try (RunningNamesrv other = new RunningNamesrv(otherHome, Map.of())) {
            namesrv.requireRegistered(MASTER, 1, "a", "b");
            other.requireRegistered(MASTER, 1, "b", "c");

            assertEquals(ResponseCode.TOPIC_NOT_EXIST, namesrv.route("c").code());
            assertEquals(ResponseCode.TOPIC_NOT_EXIST, other.route("a").code());
            assertEquals(1, other.requireRoute("c").queueDatas().size());
        }
        assertEquals(1, namesrv.requireRoute("a").queueDatas().size());
    }

    @Test
    void saysWhichPortIsTaken(@TempDir Path otherHome) {
        Map<String, String> samePort = Map.of("listenPort", String.valueOf(namesrv.port()));

        PortUnavailable problem =
                assertThrows(
                        PortUnavailable.class,
                        () -> new RunningNamesrv(otherHome, samePort).close());

        assertEquals(namesrv.port(), problem.port());
    }
}
