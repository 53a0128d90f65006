package io.apogeemq.client.rebalance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.topic.MessageQueue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RebalancerTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final MessageQueue Q0 = new MessageQueue("orders", "broker-a", 0);
    private static final MessageQueue Q1 = new MessageQueue("orders", "broker-a", 1);
    private static final MessageQueue Q2 = new MessageQueue("orders", "broker-b", 0);

    private final ScriptedGroup group = new ScriptedGroup();

    @Test
    void sharesSortedQueuesAmongSortedMembersAtTheStart() {
        group.queues = List.of(Q2, Q1, Q0);
        group.members = List.of("me", "another");

        try (Rebalancer rebalancer = rebalancer(MessageModel.CLUSTERING, NEVER, NEVER)) {
            rebalancer.start();

            await().untilAsserted(() -> assertEquals(List.of(Set.of(Q2)), group.assigned));
        }
    }

    @Test
    void leavesEverythingAsItIsWithoutAListOfMembers() {
        group.queues = List.of(Q0);
        group.members = List.of();

        try (Rebalancer rebalancer = rebalancer(MessageModel.CLUSTERING, NEVER, NEVER)) {
            rebalancer.start();

            await().until(() -> group.rounds.getCount() < ScriptedGroup.MANY);
        }
        assertTrue(group.assigned.isEmpty());
    }

    @Test
    void takesAllQueuesWhenBroadcastingAndAsksNobody() {
        group.queues = List.of(Q0, Q1, Q2);

        try (Rebalancer rebalancer = rebalancer(MessageModel.BROADCASTING, NEVER, NEVER)) {
            rebalancer.start();

            await().untilAsserted(() -> assertEquals(List.of(Set.of(Q0, Q1, Q2)), group.assigned));
        }
    }

    @Test
    void servesManyRequestsByOneRoundAfterTheGap() {
        group.queues = List.of(Q0);
        group.members = List.of("me");
        Duration gap = Duration.ofMillis(300);

        try (Rebalancer rebalancer = rebalancer(MessageModel.CLUSTERING, NEVER, gap)) {
            rebalancer.start();
            await().until(() -> group.assigned.size() == 1);
            long asked = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                rebalancer.request();
            }

            await().until(() -> group.assigned.size() == 2);
            assertTrue(System.nanoTime() - asked > gap.toNanos() / 2);
            await().during(gap.multipliedBy(2)).until(() -> group.assigned.size() == 2);
        }
    }

    @Test
    void triesAgainSoonWhenAQueueCouldNotBeTaken() throws InterruptedException {
        group.queues = List.of(Q0);
        group.members = List.of("me");
        group.accepts = false;

        try (Rebalancer rebalancer =
                new Rebalancer(
                        "group",
                        "me",
                        MessageModel.CLUSTERING,
                        AllocationStrategy.averagely(),
                        group,
                        group,
                        new RebalanceConfig(NEVER, Duration.ZERO, Duration.ofMillis(5)),
                        Clock.SYSTEM)) {
            rebalancer.start();

            assertTrue(group.rounds.await(10, TimeUnit.SECONDS));
        }
    }

    private Rebalancer rebalancer(MessageModel model, Duration period, Duration gap) {
        return new Rebalancer(
                "group",
                "me",
                model,
                AllocationStrategy.averagely(),
                group,
                group,
                new RebalanceConfig(period, gap, period),
                Clock.SYSTEM);
    }

    /** A group whose queues and members the test sets, and that notes what it was assigned. */
    private static final class ScriptedGroup implements GroupView, Assignee {
        private static final int MANY = 5;

        private final List<Set<MessageQueue>> assigned = new CopyOnWriteArrayList<>();
        private final CountDownLatch rounds = new CountDownLatch(MANY);
        private volatile List<MessageQueue> queues = List.of();
        private volatile List<String> members = List.of();
        private volatile boolean accepts = true;

        @Override
        public List<MessageQueue> queuesOf(String topic) {
            return queues;
        }

        @Override
        public List<String> membersOf(String topic) {
            rounds.countDown();
            return members;
        }

        @Override
        public Set<String> topics() {
            return Set.of("orders");
        }

        @Override
        public boolean assign(String topic, Set<MessageQueue> share) {
            assigned.add(Set.copyOf(share));
            return accepts;
        }
    }
}
