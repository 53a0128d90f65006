package io.apogeemq.client.consumer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderlyConsumerTest {
    private static final String TOPIC = "orders";
    private static final MessageQueue Q0 = ScriptedBroker.queue(TOPIC, 0);

    private final ScriptedBroker broker = new ScriptedBroker();
    private final List<PushConsumer> started = new ArrayList<>();
    private final List<MessageExt> consumed = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeAll() {
        started.forEach(PushConsumer::close);
        broker.close();
    }

    @Test
    void keepsTheOrderOfEachQueueOneMessageAtATime() {
        broker.addTopic(TOPIC, 3);
        AtomicInteger[] inListener = {
            new AtomicInteger(), new AtomicInteger(), new AtomicInteger()
        };
        AtomicBoolean overlapped = new AtomicBoolean();
        for (int queue = 0; queue < 3; queue++) {
            broker.send(TOPIC, queue, 200);
        }

        start(
                builder()
                        .orderly(
                                message -> {
                                    AtomicInteger inside = inListener[message.queueId()];
                                    overlapped.compareAndSet(false, inside.incrementAndGet() != 1);
                                    consumed.add(message);
                                    inside.decrementAndGet();
                                    return ConsumeResult.SUCCESS;
                                }));

        await().until(() -> consumed.size() == 600);
        assertFalse(overlapped.get());
        for (int queue = 0; queue < 3; queue++) {
            assertEquals(offsets(200), offsetsOf(queue));
        }
    }

    @Test
    void repeatsAFailedMessageBeforeAnythingBehindIt() {
        broker.addTopic(TOPIC, 1);
        broker.send(TOPIC, 0, 5);
        List<Integer> times = new CopyOnWriteArrayList<>();

        PushConsumer consumer =
                start(
                        builder()
                                .orderly(
                                        message -> {
                                            if (message.queueOffset() == 2 && times.size() < 3) {
                                                times.add(message.reconsumeTimes());
                                                return ConsumeResult.RETRY_LATER;
                                            }
                                            consumed.add(message);
                                            return ConsumeResult.SUCCESS;
                                        }));

        await().until(() -> consumed.size() == 5);
        assertEquals(List.of(0, 1, 2), times);
        assertEquals(offsets(5), offsetsOf(0));
        await().untilAsserted(() -> assertEquals(5L, consumer.progress().get(Q0)));
    }

    @Test
    void givesBatchesInOrder() {
        broker.addTopic(TOPIC, 1);
        broker.send(TOPIC, 0, 30);

        start(
                builder()
                        .orderly(
                                8,
                                messages -> {
                                    consumed.addAll(messages);
                                    return ConsumeResult.SUCCESS;
                                }));

        await().until(() -> consumed.size() == 30);
        assertEquals(offsets(30), offsetsOf(0));
    }

    @Test
    void doesNotTakeAQueueThatAnotherClientHasLocked() {
        broker.addTopic(TOPIC, 2);
        broker.locks().put(Q0, "somebody else");
        broker.send(TOPIC, 0, 1);
        broker.send(TOPIC, 1, 1);

        start(builder().orderly(this::collect));
        await().until(() -> consumed.size() == 1);
        assertEquals(1, consumed.get(0).queueId());
        broker.locks().remove(Q0);

        await().until(() -> consumed.size() == 2);
    }

    @Test
    void waitsWhileItsLockIsLostAndGoesOnWhenItIsBack() {
        broker.addTopic(TOPIC, 1);
        PushConsumer consumer = start(builder().orderly(this::collect));
        await().until(() -> consumer.clientId().equals(broker.locks().get(Q0)));
        String ours = broker.locks().put(Q0, "somebody else");

        await().during(TestTimings.FAST.lockPeriod().multipliedBy(3))
                .until(() -> consumed.isEmpty());
        broker.send(TOPIC, 0, 3);
        await().during(TestTimings.FAST.lockPeriod().multipliedBy(3))
                .until(() -> consumed.isEmpty());
        broker.locks().put(Q0, ours);

        await().until(() -> consumed.size() == 3);
        assertEquals(offsets(3), offsetsOf(0));
    }

    @Test
    void unlocksAQueueOnlyWhenTheListenerIsDoneWithIt() throws Exception {
        broker.addTopic(TOPIC, 2);
        broker.send(TOPIC, 1, 3);
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch mayPass = new CountDownLatch(1);
        PushConsumer consumer =
                start(
                        builder()
                                .orderly(
                                        message -> {
                                            inListener.countDown();
                                            mayPass.await();
                                            return collect(message);
                                        }));
        assertTrue(inListener.await(10, TimeUnit.SECONDS));

        broker.addStranger("~stranger"); // takes the second half: queue 1
        await().during(Duration.ofMillis(300)).until(() -> !broker.events.contains("unlock 1"));
        mayPass.countDown();

        await().until(() -> broker.events.contains("unlock 1"));
        assertEquals(1, consumed.size());
        assertTrue(broker.events.indexOf("commit 1=1") < broker.events.indexOf("unlock 1"));
        assertFalse(consumer.progress().containsKey(ScriptedBroker.queue(TOPIC, 1)));
    }

    @Test
    void unlocksWhenItIsClosed() {
        broker.addTopic(TOPIC, 1);
        broker.send(TOPIC, 0, 2);
        PushConsumer consumer = start(builder().orderly(this::collect));
        await().until(() -> consumed.size() == 2);

        consumer.close();

        await().until(() -> broker.locks().isEmpty());
        assertEquals(2L, broker.offset(Q0).orElseThrow());
        assertTrue(broker.events.indexOf("unlock 0") < broker.events.indexOf("unregister"));
    }

    private PushConsumer start(PushConsumer.Builder builder) {
        PushConsumer consumer = builder.build();
        started.add(consumer);
        return consumer;
    }

    private PushConsumer.Builder builder() {
        return PushConsumer.builder()
                .nameServers(broker.address())
                .group("billing")
                .subscribe(TOPIC)
                .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                .suspendTime(Duration.ofMillis(10))
                .timings(TestTimings.FAST);
    }

    private ConsumeResult collect(MessageExt message) {
        consumed.add(message);
        return ConsumeResult.SUCCESS;
    }

    private List<Long> offsetsOf(int queueId) {
        return consumed.stream()
                .filter(message -> message.queueId() == queueId)
                .map(MessageExt::queueOffset)
                .toList();
    }

    private static List<Long> offsets(long count) {
        return LongStream.range(0, count).boxed().toList();
    }
}
