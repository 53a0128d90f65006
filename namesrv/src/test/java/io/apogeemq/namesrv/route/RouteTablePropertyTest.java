package io.apogeemq.namesrv.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever brokers and operators do, in whatever order, the table says what the model says. */
class RouteTablePropertyTest {
    private static final List<String> TOPICS = List.of("t0", "t1", "t2", "t3", "t4");

    /** One thing that happens to the registry, and how a failed history names it. */
    private record Step(String what, BiConsumer<RouteTable, RegistryModel> effect) {
        @Override
        public String toString() {
            return what;
        }
    }

    @Property(tries = 1_000)
    void equalsTheModelAfterEveryStep(@ForAll("histories") List<Step> history) {
        BrokerLiveness liveness = new BrokerLiveness(new ManualClock());
        RouteTable table = new RouteTable(liveness, new RegistryLimits(100, 1_000));
        RegistryModel model = new RegistryModel();
        for (Step step : history) {
            step.effect().accept(table, model);

            assertSameGroups(table, model);
            assertSameRoutes(table, model);
            assertAliveMeansListed(table, liveness);
        }
    }

    private static void assertSameGroups(RouteTable table, RegistryModel model) {
        Map<String, Map<Long, String>> expected = new TreeMap<>();
        model.groups.forEach(
                (name, group) -> {
                    Map<Long, String> members = new TreeMap<>();
                    group.forEach((id, member) -> members.put(id, member.address()));
                    expected.put(name, members);
                });
        Map<String, Map<Long, String>> actual = new TreeMap<>();
        table.snapshot()
                .groups()
                .forEach((name, group) -> actual.put(name, group.data().brokerAddrs()));
        assertEquals(expected, actual);
    }

    private static void assertSameRoutes(RouteTable table, RegistryModel model) {
        RouteSnapshot snapshot = table.snapshot();
        Map<String, Map<String, Integer>> expected = model.perms();
        assertEquals(expected.keySet(), snapshot.topicNames(topic -> true));
        int placements = expected.values().stream().mapToInt(Map::size).sum();
        assertEquals(placements, snapshot.topics().placements());
        expected.forEach(
                (topic, brokers) -> {
                    TopicPlacement placed = snapshot.topics().find(topic).orElseThrow();
                    byte[] json = placed.encoded(snapshot, RouteView.PLAIN).standardJson();
                    TopicRouteData route = TopicRouteData.fromJson(json);
                    Map<String, Integer> perms = new TreeMap<>();
                    for (QueueData queues : route.queueDatas()) {
                        perms.put(queues.brokerName(), queues.perm());
                    }
                    assertEquals(brokers, perms);
                    for (BrokerData broker : route.brokerDatas()) {
                        assertEquals(snapshot.requireGroup(broker.brokerName()).data(), broker);
                    }
                });
    }

    /** No ghosts: an address is in a group exactly as long as it is alive under that name and id. */
    private static void assertAliveMeansListed(RouteTable table, BrokerLiveness liveness) {
        int listed = 0;
        for (BrokerGroup group : table.snapshot().groups().values()) {
            listed += group.data().brokerAddrs().size();
        }
        assertEquals(listed, liveness.all().size());
        for (LiveBroker live : liveness.all()) {
            String address =
                    table.snapshot()
                            .requireGroup(live.brokerName())
                            .address(live.brokerId())
                            .orElseThrow();
            assertEquals(live.address().address(), address);
            assertTrue(live.connection().isOpen());
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.frequencyOf(
                        Tuple.of(8, registrations()),
                        Tuple.of(3, departures()),
                        Tuple.of(1, closings()),
                        Tuple.of(1, deletions()))
                .list()
                .ofMaxSize(40);
    }

    private static Arbitrary<Step> registrations() {
        Arbitrary<Set<TopicConfig>> topics =
                Arbitraries.of(TOPICS)
                        .map(name -> TopicConfig.of(name, 4, 4, 6))
                        .set()
                        .ofMinSize(1)
                        .ofMaxSize(TOPICS.size());
        return Combinators.combine(brokers(), topics)
                .as(
                        (broker, chosen) ->
                                new Step(
                                        broker + " registers " + names(chosen),
                                        (table, model) -> {
                                            table.register(broker.registers(chosen), false);
                                            model.register(broker, chosen);
                                        }));
    }

    private static List<String> names(Set<TopicConfig> topics) {
        return topics.stream().map(TopicConfig::topicName).sorted().toList();
    }

    private static Arbitrary<TestBroker> brokers() {
        return Combinators.combine(
                        Arbitraries.of("b0", "b1"),
                        Arbitraries.longs().between(0, 2),
                        Arbitraries.of("h0:1", "h1:1", "h2:1", "h3:1"),
                        Arbitraries.of("old", "new", "acting"),
                        Arbitraries.longs().between(0, 2),
                        Arbitraries.longs().between(1, 2),
                        Arbitraries.of("C", "D"))
                .as(
                        (name, id, address, release, term, counter, cluster) -> {
                            TestBroker broker =
                                    TestBroker.of(name, id, address)
                                            .inCluster(cluster)
                                            .atVersion(new DataVersion(term, 0, counter));
                            return switch (release) {
                                case "old" -> broker.olderThanRelease5();
                                case "acting" -> broker.withActingMaster();
                                default -> broker;
                            };
                        });
    }

    private static Arbitrary<Step> departures() {
        return brokers()
                .map(
                        broker ->
                                new Step(
                                        broker + " leaves",
                                        (table, model) -> {
                                            table.remove(broker.key(), broker.name());
                                            model.remove(broker.name(), broker.key());
                                        }));
    }

    private static Arbitrary<Step> closings() {
        return Arbitraries.of("b0", "b1")
                .map(
                        name ->
                                new Step(
                                        name + " is closed for writing",
                                        (table, model) -> {
                                            table.setClosedForWriting(name, true);
                                            model.wipe(name);
                                        }));
    }

    private static Arbitrary<Step> deletions() {
        return Arbitraries.of(TOPICS)
                .map(
                        topic ->
                                new Step(
                                        topic + " is deleted",
                                        (table, model) -> {
                                            table.deleteTopic(topic, List.of("b0", "b1"));
                                            model.deleteTopic(topic);
                                        }));
    }
}
