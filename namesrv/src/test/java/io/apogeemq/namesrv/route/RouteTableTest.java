package io.apogeemq.namesrv.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.protocol.route.QueueData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of registering, one by one. */
class RouteTableTest {
    private static final TestBroker MASTER = TestBroker.of("b", 0, "h0:1");
    private static final TestBroker SLAVE = TestBroker.of("b", 1, "h1:1");

    private final BrokerLiveness liveness = new BrokerLiveness(new ManualClock());
    private final RouteTable table = new RouteTable(liveness, new RegistryLimits(3, 12));

    private RegistrationOutcome register(Registration registration) {
        return table.register(registration, false);
    }

    private Map<Long, String> members(String brokerName) {
        return table.snapshot()
                .group(brokerName)
                .map(group -> Map.copyOf(group.data().brokerAddrs()))
                .orElse(Map.of());
    }

    private QueueData queues(String topic, String brokerName) {
        return table.snapshot()
                .topics()
                .find(topic)
                .flatMap(placed -> placed.on(brokerName))
                .orElseThrow()
                .queues();
    }

    private boolean hasTopic(String topic) {
        return table.snapshot().topics().find(topic).isPresent();
    }

    @Test
    void movesABrokerThatBecameMasterUnderItsAddress() {
        register(SLAVE.registers("x", "y"));

        register(SLAVE.withId(0).registers("x", "y"));

        assertEquals(Map.of(0L, "h1:1"), members("b"));
    }

    @Test
    void givesAnIdToItsNewAddressAndForgetsTheOldOne() {
        register(MASTER.registers("x", "y"));

        register(TestBroker.of("b", 0, "new:1").registers("x", "y"));

        assertEquals(Map.of(0L, "new:1"), members("b"));
        assertTrue(liveness.find(MASTER.key()).isEmpty());
    }

    @Test
    void refusesABrokerWhoseIdBelongsToALaterTerm() {
        register(MASTER.inTerm(2).registers("x", "y"));
        TestBroker late = TestBroker.of("b", 0, "late:1").inTerm(1);

        RegistrationOutcome outcome = register(late.registers("x", "y", "z"));

        assertEquals(new RegistrationOutcome.Superseded("h0:1"), outcome);
        assertEquals(Map.of(0L, "h0:1"), members("b"));
        assertTrue(liveness.find(late.key()).isEmpty());
        assertFalse(hasTopic("z"));
    }

    @Test
    void leavesNoGhostOfASlaveThatClaimsAnIdOfALaterTerm() {
        register(MASTER.inTerm(2).registers("x", "y"));
        register(SLAVE.inTerm(1).registers("x", "y"));

        register(SLAVE.inTerm(1).withId(0).registers("x", "y"));

        assertEquals(Map.of(0L, "h0:1"), members("b"));
        assertTrue(liveness.find(SLAVE.key()).isEmpty());
    }

    @Test
    void refusesOneTopicOfAnIdThatIsNotKnownBeforeAnyTableIsTouched() {
        RouteSnapshot before = table.snapshot();

        RegistrationOutcome outcome = register(MASTER.registers("x"));

        assertInstanceOf(RegistrationOutcome.Incomplete.class, outcome);
        assertSame(before, table.snapshot());
        assertTrue(liveness.all().isEmpty());
    }

    @Test
    void refusesWhatItHasNoRoomForBeforeAnyTableIsTouched() {
        register(MASTER.registers("1", "2", "3", "4", "5", "6"));
        register(TestBroker.of("b2", 0, "h2:1").registers("1", "2", "3", "4", "5"));
        RouteSnapshot before = table.snapshot();
        TestBroker third = TestBroker.of("b3", 0, "h3:1");

        RegistrationOutcome tooManyTopics = register(third.registers("1", "2"));
        RegistrationOutcome known = register(MASTER.atVersion(2).registers("1", "2", "7"));
        register(third.registers());
        RegistrationOutcome tooManyBrokers = register(TestBroker.of("b4", 0, "h4:1").registers());

        assertInstanceOf(RegistrationOutcome.Full.class, tooManyTopics);
        assertInstanceOf(RegistrationOutcome.Accepted.class, known);
        assertInstanceOf(RegistrationOutcome.Full.class, tooManyBrokers);
        assertEquals(12, table.snapshot().topics().placements());
        assertEquals(
                List.of("1", "2", "3", "4", "5", "6"), List.copyOf(before.topicNames(t -> true)));
    }

    @Test
    void addsTheOneTopicOfABrokerThatIsKnown() {
        register(MASTER.registers("x", "y"));

        register(MASTER.atVersion(2).registers("z"));

        assertEquals(List.of("x", "y", "z"), names());
    }

    private List<String> names() {
        return List.copyOf(table.snapshot().topicNames(topic -> true));
    }

    @Test
    void keepsTopicsThatALaterRegistrationDoesNotName() {
        register(MASTER.registers("x", "y", "z"));

        register(MASTER.atVersion(2).registers("x", "y"));

        assertEquals(List.of("x", "y", "z"), names());
    }

    @Test
    void dropsTopicsThatAFullRegistrationDoesNotNameWhereThatIsAskedFor() {
        register(MASTER.registers("x", "y", "z"));
        register(TestBroker.of("b2", 0, "h9:1").registers("y", "z"));

        table.register(MASTER.atVersion(2).registers("x", "y"), true);
        table.register(MASTER.atVersion(3).registers("one"), true);

        assertEquals(List.of("one", "x", "y", "z"), names());
        assertEquals(
                List.of("b2"),
                List.copyOf(table.snapshot().topics().find("z").orElseThrow().brokerNames()));
    }

    @Test
    void doesNotTakeTopicsOfASlaveWhileThereIsAMaster() {
        register(MASTER.registers("x", "y"));

        register(SLAVE.registers("x", "y", "slave-only"));

        assertFalse(hasTopic("slave-only"));
    }

    @Test
    void takesTopicsOfTheFirstSlaveInLineWhereThereIsNoMaster() {
        register(SLAVE.registers("x", "y"));
        register(TestBroker.of("b", 2, "h2:1").registers("x", "second"));

        assertTrue(hasTopic("x"));
        assertFalse(hasTopic("second"));
        assertEquals(6, queues("x", "b").perm());
    }

    @Test
    void closesTopicsOfASlaveThatStandsInForWriting() {
        register(SLAVE.withActingMaster().registers("x", "y"));

        assertEquals(4, queues("x", "b").perm());
    }

    @Test
    void takesNoTopicsOfASlaveOlderThanRelease5() {
        register(SLAVE.olderThanRelease5().registers("x", "y"));

        assertEquals(Map.of(1L, "h1:1"), members("b"));
        assertFalse(hasTopic("x"));
    }

    @Test
    void closesAGroupForWritingWhenItsMasterIsGoneAndASlaveMayStandIn() {
        register(MASTER.withActingMaster().registers("x", "y"));
        register(SLAVE.withActingMaster().registers("x", "y"));

        table.remove(MASTER.key(), "b");
        int withoutMaster = queues("x", "b").perm();
        register(MASTER.withActingMaster().registers("x", "y"));

        assertEquals(4, withoutMaster);
        assertEquals(6, queues("x", "b").perm());
    }

    @Test
    void keepsAGroupWritableInTheRegistryWhenNobodyMayStandIn() {
        register(MASTER.registers("x", "y"));
        register(SLAVE.registers("x", "y"));

        table.remove(MASTER.key(), "b");

        assertEquals(Map.of(1L, "h1:1"), members("b"));
        assertEquals(6, queues("x", "b").perm());
    }

    @Test
    void forgetsTheTopicsOfAGroupWithItsLastMember() {
        register(MASTER.registers("x", "y"));
        register(TestBroker.of("b2", 0, "h9:1").registers("y", "z"));

        table.remove(MASTER.key(), "b");

        assertEquals(List.of("y", "z"), names());
        assertEquals(Map.of("C", List.of("b2")), table.snapshot().clusters());
    }

    @Test
    void writesATopicAgainWhenItsSettingsChangedEvenIfTheVersionDidNot() {
        register(MASTER.registers("x", "y"));
        table.setClosedForWriting("b", true);

        register(
                MASTER.registers(
                        List.of(TopicConfig.of("x", 8, 8, 6), TopicConfig.of("y", 4, 4, 6))));

        assertEquals(new QueueData("b", 8, 8, 6, 0), queues("x", "b"));
        assertEquals(4, queues("y", "b").perm());
    }

    @Test
    void opensABrokerForWritingWithItsNextVersion() {
        register(MASTER.registers("x", "y"));
        table.setClosedForWriting("b", true);

        register(MASTER.atVersion(2).registers("x", "y"));

        assertEquals(6, queues("x", "b").perm());
    }

    @Test
    void forgetsTheEarlierNameOfAProcess() {
        register(MASTER.registers("x", "y"));

        register(TestBroker.of("renamed", 0, "h0:1").registers("x", "y"));

        assertEquals(Map.of(), members("b"));
        assertEquals(
                List.of("renamed"),
                List.copyOf(table.snapshot().topics().find("x").orElseThrow().brokerNames()));
    }

    @Test
    void movesABrokerToItsNewCluster() {
        register(MASTER.registers("x", "y"));

        register(MASTER.inCluster("D").registers("x", "y"));

        assertEquals(Map.of("D", List.of("b")), table.snapshot().clusters());
        assertEquals(1, liveness.all().size());
    }

    @Test
    void leavesEverythingAsItIsWhenNothingNewIsRegistered() {
        register(MASTER.registers("x", "y"));
        RouteSnapshot before = table.snapshot();

        register(MASTER.registers("x", "y"));
        register(MASTER.atVersion(2).registers("x", "y"));

        assertSame(before, table.snapshot());
    }

    @Test
    void encodesARouteAgainOnlyWhenSomethingInItHasChanged() {
        register(MASTER.registers("x", "y"));
        byte[] first = encoded("x");

        register(TestBroker.of("b2", 0, "h9:1").registers("y", "z"));
        byte[] afterAnotherBrokerCame = encoded("x");
        register(SLAVE.registers("x", "y"));
        byte[] afterASlaveCame = encoded("x");

        assertSame(first, afterAnotherBrokerCame);
        assertNotSame(first, afterASlaveCame);
        assertTrue(new String(afterASlaveCame, StandardCharsets.UTF_8).contains("h1:1"));
    }

    private byte[] encoded(String topic) {
        RouteSnapshot snapshot = table.snapshot();
        return snapshot.topics()
                .find(topic)
                .orElseThrow()
                .encoded(snapshot, RouteView.PLAIN)
                .standardJson();
    }

    @Test
    void showsTheFirstSlaveAsMasterWhereItStandsIn() {
        register(SLAVE.withActingMaster().registers("x", "rmq_sys_SYNC_BROKER_MEMBER_b"));

        assertEquals(Map.of(0L, "h1:1"), seenMembers("x", RouteView.WITH_ACTING_MASTER));
        assertEquals(Map.of(1L, "h1:1"), seenMembers("x", RouteView.PLAIN));
        assertEquals(
                Map.of(1L, "h1:1"),
                seenMembers("rmq_sys_SYNC_BROKER_MEMBER_b", RouteView.WITH_ACTING_MASTER));
    }

    private Map<Long, String> seenMembers(String topic, RouteView view) {
        RouteSnapshot snapshot = table.snapshot();
        return snapshot.route(snapshot.topics().find(topic).orElseThrow(), view)
                .brokerDatas()
                .get(0)
                .brokerAddrs();
    }
}
