package io.apogeemq.client.rebalance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AllocationStrategyTest {

    @Property(tries = 500)
    void averagelyGivesEachQueueToExactlyOneMemberInBlocks(
            @ForAll @IntRange(max = 200) int queueCount,
            @ForAll @IntRange(min = 1, max = 60) int memberCount) {
        List<MessageQueue> queues = queues(queueCount);
        List<String> members = members(memberCount);

        List<List<MessageQueue>> shares = shares(AllocationStrategy.averagely(), queues, members);

        List<MessageQueue> together = new ArrayList<>();
        shares.forEach(together::addAll);
        assertEquals(queues, together);
        assertBalanced(shares, queueCount, memberCount);
    }

    /** The rule in the words of the spec: one queue more for the first of them, dealt one by one. */
    @Property(tries = 500)
    void averagelyEqualsDealingTheSizesOutOneByOne(
            @ForAll @IntRange(max = 200) int queueCount,
            @ForAll @IntRange(min = 1, max = 60) int memberCount) {
        int[] sizes = new int[memberCount];
        for (int i = 0; i < queueCount; i++) {
            sizes[i % memberCount]++;
        }

        List<List<MessageQueue>> shares =
                shares(AllocationStrategy.averagely(), queues(queueCount), members(memberCount));

        int next = 0;
        for (int i = 0; i < memberCount; i++) {
            assertEquals(queues(queueCount).subList(next, next + sizes[i]), shares.get(i));
            next += sizes[i];
        }
    }

    @Property(tries = 500)
    void byCircleGivesQueueKToMemberKModuloTheirNumber(
            @ForAll @IntRange(max = 200) int queueCount,
            @ForAll @IntRange(min = 1, max = 60) int memberCount) {
        List<MessageQueue> queues = queues(queueCount);

        List<List<MessageQueue>> shares =
                shares(AllocationStrategy.byCircle(), queues, members(memberCount));

        for (int k = 0; k < queueCount; k++) {
            assertEquals(queues.get(k), shares.get(k % memberCount).get(k / memberCount));
        }
        assertBalanced(shares, queueCount, memberCount);
    }

    @Example
    void aMemberThatIsNotInTheListGetsNothing() {
        for (AllocationStrategy strategy :
                List.of(AllocationStrategy.averagely(), AllocationStrategy.byCircle())) {
            assertEquals(List.of(), strategy.allocate("group", "stranger", queues(4), members(2)));
        }
    }

    @Example
    void strategiesHaveTheNamesBrokersKnow() {
        assertEquals("AVG", AllocationStrategy.averagely().name());
        assertEquals("AVG_BY_CIRCLE", AllocationStrategy.byCircle().name());
    }

    private static void assertBalanced(
            List<List<MessageQueue>> shares, int queueCount, int memberCount) {
        int total = 0;
        for (List<MessageQueue> share : shares) {
            total += share.size();
            assertTrue(share.size() >= queueCount / memberCount);
            assertTrue(share.size() <= (queueCount + memberCount - 1) / memberCount);
        }
        assertEquals(queueCount, total);
    }

    private static List<List<MessageQueue>> shares(
            AllocationStrategy strategy, List<MessageQueue> queues, List<String> members) {
        return members.stream()
                .map(member -> strategy.allocate("group", member, queues, members))
                .toList();
    }

    private static List<MessageQueue> queues(int count) {
        List<MessageQueue> queues = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queues.add(new MessageQueue("orders", "broker-" + (char) ('a' + i / 100), i % 100));
        }
        return queues;
    }

    private static List<String> members(int count) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add("192.0.2.1@" + (1000 + i));
        }
        return members;
    }
}
