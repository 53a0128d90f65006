package io.apogeemq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is avoided, for how long, and where messages go meanwhile. */
class BrokerLatencyTest {
    private final ManualClock clock = new ManualClock();
    private final BrokerLatency latency = new BrokerLatency(clock);

    private static final List<MessageQueue> QUEUES =
            List.of(
                    new MessageQueue("T", "a", 0),
                    new MessageQueue("T", "a", 1),
                    new MessageQueue("T", "b", 0),
                    new MessageQueue("T", "c", 0));

    private static long count(List<MessageQueue> queues, String broker) {
        return queues.stream().filter(queue -> queue.brokerName().equals(broker)).count();
    }

    private List<MessageQueue> take(QueueRotation rotation, int times, String notThisBroker) {
        List<MessageQueue> taken = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            taken.add(rotation.take(QUEUES, notThisBroker));
        }
        return taken;
    }

    @Test
    void avoidsForAsLongAsTheTableSays() {
        long[][] table = {
            {549, 0},
            {550, 2000},
            {1799, 2000},
            {1800, 5000},
            {3000, 6000},
            {5000, 10_000},
            {15_000, 30_000}
        };
        for (long[] row : table) {
            String broker = "took" + row[0];

            latency.answered(broker, row[0]);

            assertEquals(row[1] > 0, latency.isAvoided(broker), broker);
            clock.advanceMillis(Math.max(0, row[1] - 1));
            assertEquals(row[1] > 0, latency.isAvoided(broker), broker);
            clock.advanceMillis(1);
            assertFalse(latency.isAvoided(broker), broker);
        }
    }

    @Test
    void avoidsAFailedBrokerForTenSecondsUnlessItAnswersQuickly() {
        latency.failed("a");
        clock.advanceMillis(9_999);
        assertTrue(latency.isAvoided("a"));
        clock.advanceMillis(1);
        assertFalse(latency.isAvoided("a"));

        latency.failed("a");
        latency.answered("a", 10);
        assertFalse(latency.isAvoided("a"));
    }

    @Test
    void aLighterReasonDoesNotShortenAHeavierOne() {
        latency.failed("a");
        latency.busy("a");
        clock.advanceMillis(5_000);

        assertTrue(latency.isAvoided("a"));
    }

    @Test
    void takesEveryQueueInTurn() {
        QueueRotation rotation = new QueueRotation(latency, true);

        List<MessageQueue> taken = take(rotation, 40, "");

        for (MessageQueue queue : QUEUES) {
            assertEquals(10, taken.stream().filter(queue::equals).count());
        }
    }

    @Test
    void passesOverAvoidedAndFailedBrokers() {
        QueueRotation rotation = new QueueRotation(latency, true);
        latency.failed("a");

        assertEquals(0, count(take(rotation, 40, ""), "a"));
        assertEquals(40, count(take(rotation, 40, "b"), "c"));
        assertEquals(0, count(take(rotation, 40, "b"), "b"));
    }

    @Test
    void usesAnAvoidedBrokerRatherThanNone() {
        QueueRotation rotation = new QueueRotation(latency, true);
        latency.failed("a");
        latency.failed("b");
        latency.failed("c");

        List<MessageQueue> taken = take(rotation, 40, "a");

        assertEquals(0, count(taken, "a"), "not the one that has just failed");
        assertEquals(40, taken.size());
        assertEquals("a", rotation.take(QUEUES.subList(0, 2), "a").brokerName());
    }

    @Test
    void useStaysEvenWhenAvoidingIsOff() {
        QueueRotation rotation = new QueueRotation(latency, false);
        latency.failed("a");

        assertEquals(20, count(take(rotation, 40, ""), "a"));
    }
}
