package io.apogeemq.broker.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QueueAllocationTest {
    @Test
    void givesTheFirstClientsOneMoreWhenItDoesNotComeOutEven() {
        assertEquals(List.of(0, 1, 2), ids(QueueAllocation.AVG, 8, 3, 0));
        assertEquals(List.of(3, 4, 5), ids(QueueAllocation.AVG, 8, 3, 1));
        assertEquals(List.of(6, 7), ids(QueueAllocation.AVG, 8, 3, 2));
    }

    @Test
    void givesNothingToClientsBeyondTheQueues() {
        assertEquals(List.of(1), ids(QueueAllocation.AVG, 2, 3, 1));
        assertEquals(List.of(), ids(QueueAllocation.AVG, 2, 3, 2));
    }

    @Test
    void dealsInTurns() {
        assertEquals(List.of(1, 4, 7), ids(QueueAllocation.AVG_BY_CIRCLE, 8, 3, 1));
    }

    @Property
    void givesEveryQueueToExactlyOneClient(
            @ForAll QueueAllocation allocation,
            @ForAll @IntRange(min = 0, max = 40) int queues,
            @ForAll @IntRange(min = 1, max = 20) int clients) {
        List<Integer> given = new ArrayList<>();
        for (int index = 0; index < clients; index++) {
            List<Integer> share = ids(allocation, queues, clients, index);
            assertTrue(Math.abs(share.size() - queues / clients) <= 1);
            given.addAll(share);
        }

        assertEquals(queues, given.size());
        assertEquals(queues, new TreeSet<>(given).size());
    }

    private static List<Integer> ids(
            QueueAllocation allocation, int queues, int clients, int index) {
        List<MessageQueue> all =
                IntStream.range(0, queues).mapToObj(id -> new MessageQueue("T", "b", id)).toList();
        return allocation.share(all, clients, index).stream().map(MessageQueue::queueId).toList();
    }
}
