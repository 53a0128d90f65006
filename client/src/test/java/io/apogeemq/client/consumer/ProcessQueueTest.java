package io.apogeemq.client.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ProcessQueueTest {
    private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 0);
    private static final FlowLimits WIDE = new FlowLimits(1000, 1L << 30, 2000);

    @Property(tries = 300)
    void anyOrderOfPullsAndFinishesEqualsASortedMap(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int steps) {
        Random random = new Random(seed);
        ProcessQueue queue = new ProcessQueue(QUEUE, 10, WIDE);
        TreeMap<Long, MessageExt> unfinished = new TreeMap<>();
        List<MessageExt> waiting = new ArrayList<>();
        List<MessageExt> outside = new ArrayList<>();
        long next = 10;

        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    List<MessageExt> pulled = new ArrayList<>();
                    for (int i = random.nextInt(40); i > 0; i--) {
                        next += random.nextInt(3); // gaps: what the filter left out
                        pulled.add(TestMessages.at("orders", 0, next));
                        unfinished.put(next, pulled.get(pulled.size() - 1));
                        next++;
                    }
                    next += random.nextInt(2);
                    assertTrue(queue.append(pulled, next));
                    waiting.addAll(pulled);
                }
                case 1 -> {
                    int most = 1 + random.nextInt(10);
                    List<MessageExt> taken = queue.take(most);
                    List<MessageExt> expected =
                            List.copyOf(waiting.subList(0, Math.min(most, waiting.size())));
                    assertEquals(expected, taken);
                    waiting.subList(0, expected.size()).clear();
                    outside.addAll(taken);
                }
                default -> {
                    for (int i = random.nextInt(8); i > 0 && !outside.isEmpty(); i--) {
                        MessageExt done = outside.remove(random.nextInt(outside.size()));
                        queue.finish(List.of(done));
                        unfinished.remove(done.queueOffset());
                    }
                }
            }
            assertEquals(unfinished.isEmpty() ? next : unfinished.firstKey(), queue.progress());
            assertEquals(unfinished.size(), queue.unfinished());
            assertEquals(unfinished.size() * 100L, queue.unfinishedBytes());
            assertEquals(next, queue.pulledTo());
        }
    }

    @Example
    void progressStaysAtTheFirstUnfinishedMessage() {
        ProcessQueue queue = new ProcessQueue(QUEUE, 0, WIDE);
        queue.append(messages(0, 3), 3);
        List<MessageExt> taken = queue.take(10);

        queue.finish(taken.subList(1, 3));
        assertEquals(0, queue.progress());

        queue.finish(taken.subList(0, 1));
        assertEquals(3, queue.progress());
    }

    @Example
    void finishingTwiceCountsOnce() {
        ProcessQueue queue = new ProcessQueue(QUEUE, 0, WIDE);
        queue.append(messages(0, 3), 3);
        List<MessageExt> taken = queue.take(10);

        queue.finish(taken.subList(1, 2));
        queue.finish(taken.subList(1, 2));

        assertEquals(2, queue.unfinished());
        assertEquals(0, queue.progress());
    }

    @Example
    void messagesThatAreInHandAlreadyAreLeftOut() {
        ProcessQueue queue = new ProcessQueue(QUEUE, 5, WIDE);

        queue.append(messages(3, 5), 8);
        queue.append(messages(6, 4), 10);

        List<MessageExt> taken = queue.take(100);
        assertEquals(
                List.of(5L, 6L, 7L, 8L, 9L), taken.stream().map(MessageExt::queueOffset).toList());
    }

    @Example
    void whatIsTakenBackIsHandedOutAgainInOrder() {
        ProcessQueue queue = new ProcessQueue(QUEUE, 0, WIDE);
        queue.append(messages(0, 4), 4);
        List<MessageExt> first = queue.take(2);

        queue.takeBack();

        assertEquals(first, queue.take(2));
        queue.finish(first);
        assertEquals(2, queue.take(1).get(0).queueOffset());
    }

    @Example
    void aDroppedQueueKeepsItsProgressWhateverIsFinishedLater() {
        ProcessQueue queue = new ProcessQueue(QUEUE, 0, WIDE);
        queue.append(messages(0, 4), 4);
        List<MessageExt> taken = queue.take(2);

        assertEquals(0, queue.drop());
        queue.finish(taken);

        assertEquals(0, queue.progress());
        assertFalse(queue.append(messages(4, 1), 5));
        assertEquals(List.of(), queue.take(10));
    }

    @Example
    void callsOnceWhenThereIsRoomAgain() {
        ProcessQueue queue = new ProcessQueue(QUEUE, 0, new FlowLimits(2, 1L << 30, 2000));
        AtomicInteger calls = new AtomicInteger();
        assertTrue(queue.hasRoomOrCall(calls::incrementAndGet));
        queue.append(messages(0, 3), 3);
        assertFalse(queue.hasRoomOrCall(calls::incrementAndGet));
        List<MessageExt> taken = queue.take(3);

        queue.finish(taken.subList(0, 1));
        assertEquals(0, calls.get());
        queue.finish(taken.subList(1, 2));
        queue.finish(taken.subList(2, 3));

        assertEquals(1, calls.get());
    }

    @Example
    void oneStuckMessageBoundsHowFarPullsGoAhead() {
        ProcessQueue queue = new ProcessQueue(QUEUE, 0, new FlowLimits(1000, 1L << 30, 10));
        queue.append(messages(0, 12), 12);
        List<MessageExt> taken = queue.take(12);
        queue.finish(taken.subList(1, 12));
        AtomicInteger calls = new AtomicInteger();

        assertFalse(queue.hasRoomOrCall(calls::incrementAndGet));
        queue.finish(taken.subList(0, 1));

        assertEquals(1, calls.get());
        assertEquals(12, queue.progress());
    }

    @Example
    void bytesBoundHowMuchIsPulledAhead() {
        ProcessQueue queue = new ProcessQueue(QUEUE, 0, new FlowLimits(1000, 250, 2000));
        queue.append(messages(0, 2), 2);
        assertTrue(queue.hasRoomOrCall(() -> {}));

        queue.append(messages(2, 1), 3);

        assertFalse(queue.hasRoomOrCall(() -> {}));
    }

    private static List<MessageExt> messages(long first, int count) {
        List<MessageExt> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(TestMessages.at("orders", 0, first + i));
        }
        return messages;
    }
}
