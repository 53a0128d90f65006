package io.apogeemq.broker.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsumerGroupsTest {
    private static final String GROUP = "G";

    private final ManualClock clock = new ManualClock();
    private final List<ConsumerGroup> changes = new ArrayList<>();
    private final ConsumerGroups groups =
            new ConsumerGroups(Duration.ofSeconds(120), clock, changes::add);
    private final FakeConnection connection = new FakeConnection();

    @Test
    void knowsWhatAMemberSubscribesTo() {
        groups.join(connection.client("c1"), data(subscription("T", "A || B", 1)), 0);

        assertEquals("A || B", groups.find(GROUP).subscriptionOrNull("T").subString());
        assertNull(groups.find(GROUP).subscriptionOrNull("other"));
        assertEquals(List.of("c1"), groups.find(GROUP).clientIds());
    }

    @Test
    void hasNobodyInAGroupThatNeverConnected() {
        assertSame(ConsumerGroup.NOBODY, groups.find("unknown"));
        assertFalse(groups.find("unknown").hasMembers());
    }

    @Test
    void tellsOfANewMemberOnceHoweverOftenItBeats() {
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);

        assertEquals(1, changes.size());
    }

    @Test
    void takesTheNewerVersionOfASubscription() {
        FakeConnection other = new FakeConnection();

        groups.join(connection.client("c1"), data(subscription("T", "new", 2)), 0);
        groups.join(other.client("c2"), data(subscription("T", "old", 1)), 0);

        assertEquals("new", groups.find(GROUP).subscriptionOrNull("T").subString());
    }

    @Test
    void dropsATopicThatIsNoLongerListed() {
        groups.join(
                connection.client("c1"),
                data(subscription("T", "*", 1), subscription("U", "*", 1)),
                0);

        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);

        assertEquals(Set.of("T"), groups.find(GROUP).subscriptions().keySet());
        assertEquals(2, changes.size());
    }

    @Test
    void keepsTheTopicsOfAMemberWhenAnotherListsDifferentOnes() {
        FakeConnection other = new FakeConnection();
        for (int beat = 0; beat < 3; beat++) {
            groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);
            groups.join(other.client("c2"), data(subscription("U", "*", 1)), 0);

            assertTrue(groups.find(GROUP).subscriptions().containsKey("T"));
        }

        assertEquals(Set.of("T", "U"), groups.find(GROUP).subscriptions().keySet());
        assertEquals(2, changes.size());
    }

    @Test
    void doesNotCallANewVersionOfTheSameExpressionAChange() {
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);
        groups.join(connection.client("c1"), data(subscription("T", "*", 2)), 0);

        assertEquals(2, groups.find(GROUP).subscriptionOrNull("T").subVersion());
        assertEquals(1, changes.size());
    }

    @Test
    void forgetsEverybodyOfAConnectionThatCloses() {
        FakeConnection other = new FakeConnection();
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);
        groups.join(other.client("c2"), data(subscription("T", "*", 1)), 0);

        groups.connectionClosed(connection);

        assertEquals(List.of("c2"), groups.find(GROUP).clientIds());
        assertEquals(List.of("c2"), changes.get(2).clientIds());
    }

    @Test
    void forgetsAMemberWhoseConnectionClosedDuringItsHeartbeat() {
        connection.close();

        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);

        assertFalse(groups.find(GROUP).hasMembers());
    }

    @Test
    void keepsTheOtherProcessOfTwoWithOneClientId() {
        FakeConnection other = new FakeConnection();
        groups.join(connection.client("same"), data(subscription("T", "*", 1)), 0);
        groups.join(other.client("same"), data(subscription("T", "*", 1)), 0);

        groups.connectionClosed(other);

        assertEquals(List.of("same"), groups.find(GROUP).clientIds());
    }

    @Test
    void expiresAMemberAfterItsPatienceAndClosesTheConnection() {
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);

        clock.advance(Duration.ofSeconds(120));
        groups.expire();
        assertTrue(groups.find(GROUP).hasMembers());

        clock.advanceMillis(1);
        groups.expire();
        assertFalse(groups.find(GROUP).hasMembers());
        assertFalse(connection.isOpen());
    }

    @Test
    void keepsAMemberThatBeats() {
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 7);
        clock.advance(Duration.ofSeconds(100));

        boolean isKnown = groups.refresh(connection.client("c1"), data(), 7);

        clock.advance(Duration.ofSeconds(100));
        groups.expire();
        assertTrue(isKnown);
        assertEquals(Set.of("T"), groups.find(GROUP).subscriptions().keySet());
    }

    @Test
    void asksForTheFullFormWhenTheFingerprintIsAnother() {
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 7);

        assertFalse(groups.refresh(connection.client("c1"), data(), 8));
    }

    @Test
    void asksForTheFullFormOfAClientItDoesNotKnow() {
        assertFalse(groups.refresh(connection.client("c1"), data(), 7));

        assertEquals(List.of("c1"), groups.find(GROUP).clientIds());
        assertFalse(groups.refresh(connection.client("c1"), data(), 7));
    }

    @Test
    void keepsFingerprintsOfTwoClientsApart() {
        FakeConnection other = new FakeConnection();
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 7);
        groups.join(other.client("c2"), data(subscription("U", "*", 1)), 8);

        assertTrue(groups.refresh(connection.client("c1"), data(), 7));
        assertTrue(groups.refresh(other.client("c2"), data(), 8));
    }

    @Test
    void takesAnEarlierConnectionsSubscriptionForAClientThatReconnects() {
        FakeConnection again = new FakeConnection();
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 7);

        boolean isKnown = groups.refresh(again.client("c1"), data(), 7);
        groups.connectionClosed(connection);

        assertTrue(isKnown);
        assertEquals(Set.of("T"), groups.find(GROUP).subscriptions().keySet());
    }

    @Test
    void leavesOnlyTheGroupThatIsNamed() {
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);
        groups.join(connection.client("c1"), dataOf("H", subscription("T", "*", 1)), 0);

        groups.leave(GROUP, "c1", connection);

        assertFalse(groups.find(GROUP).hasMembers());
        assertTrue(groups.find("H").hasMembers());
    }

    @Test
    void doesNotLetAClientTakeAnotherOut() {
        groups.join(connection.client("c1"), data(subscription("T", "*", 1)), 0);

        groups.leave(GROUP, "c1", new FakeConnection());

        assertTrue(groups.find(GROUP).hasMembers());
    }

    private static ConsumerData data(SubscriptionData... subscriptions) {
        return dataOf(GROUP, subscriptions);
    }

    private static ConsumerData dataOf(String group, SubscriptionData... subscriptions) {
        return new ConsumerData(
                group,
                ConsumeType.CONSUME_PASSIVELY,
                MessageModel.CLUSTERING,
                ConsumeFrom.CONSUME_FROM_LAST_OFFSET,
                List.of(subscriptions),
                false);
    }

    private static SubscriptionData subscription(String topic, String expression, long version) {
        return new SubscriptionData(
                topic, expression, SubscriptionData.TAG, version, Set.of(), Set.of(), false);
    }
}
