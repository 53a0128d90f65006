package io.apogeemq.client.consumer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.error.ClientClosedException;
import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.client.error.ClientException;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PullConsumerTest {
    private static final String TOPIC = "orders";
    private static final MessageQueue Q0 = ScriptedBroker.queue(TOPIC, 0);
    private static final MessageQueue Q1 = ScriptedBroker.queue(TOPIC, 1);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final ScriptedBroker broker = new ScriptedBroker();
    private final List<PullConsumer> started = new ArrayList<>();

    @BeforeEach
    void addTopic() {
        broker.addTopic(TOPIC, 2);
    }

    @AfterEach
    void closeAll() {
        started.forEach(PullConsumer::close);
        broker.close();
    }

    @Test
    void pollsTheAssignedQueuesInOrder() throws Exception {
        broker.send(TOPIC, 0, 50);
        broker.send(TOPIC, 1, 1);
        PullConsumer consumer = start(builder());

        consumer.assign(List.of(Q0));

        assertEquals(offsets(0, 50), offsetsOf(poll(consumer, 50)));
        assertEquals(Map.of(Q0, 50L), consumer.positions());
        int wanted = PullSysFlag.SUSPEND | PullSysFlag.SUBSCRIPTION;
        assertEquals(wanted, broker.pulls.get(0).sysFlag());
        assertEquals("*", broker.pulls.get(0).subscription());
    }

    @Test
    void findsTheQueuesOfATopic() {
        assertEquals(List.of(Q0, Q1), start(builder()).queuesOf(TOPIC));
        assertThrows(ClientException.class, () -> start(builder("other")).queuesOf("missing"));
    }

    @Test
    void givesNothingWhenNothingComesInTime() throws Exception {
        PullConsumer consumer = start(builder());
        consumer.assign(List.of(Q0));

        assertEquals(List.of(), consumer.poll(Duration.ofMillis(20)));
        assertEquals(List.of(), consumer.poll(Duration.ZERO));
    }

    @Test
    void wakesAWaitingPollWhenAMessageComes() throws Exception {
        PullConsumer consumer = start(builder());
        consumer.assign(List.of(Q0));
        FutureTask<List<MessageExt>> polled = pollInBackground(consumer);
        await().until(() -> !broker.pulls.isEmpty());

        broker.send(TOPIC, 0, 1);

        assertEquals(1, polled.get(10, TimeUnit.SECONDS).size());
    }

    @Test
    void commitsOnlyWhenTold() throws Exception {
        broker.send(TOPIC, 0, 10);
        PullConsumer consumer = start(builder().batchSize(4));
        consumer.assign(List.of(Q0));
        assertEquals(4, consumer.poll(LONG).size());
        assertEquals(Optional.empty(), consumer.committed(Q0));

        consumer.commit();
        assertEquals(4, consumer.poll(LONG).size());
        consumer.close();

        assertEquals(4L, broker.offset(Q0).orElseThrow());
        PullConsumer next = start(builder());
        next.assign(List.of(Q0));
        assertEquals(offsets(4, 10), offsetsOf(poll(next, 6)));
    }

    @Test
    void commitsTheGivenOffsets() {
        PullConsumer consumer = start(builder());
        consumer.assign(List.of(Q0, Q1));

        consumer.commit(Map.of(Q1, 3L));

        assertEquals(Optional.of(3L), consumer.committed(Q1));
        assertEquals(Optional.empty(), consumer.committed(Q0));
    }

    @Test
    void seeksBackAndForth() throws Exception {
        broker.send(TOPIC, 0, 10);
        PullConsumer consumer = start(builder());
        consumer.assign(List.of(Q0));
        poll(consumer, 10);

        consumer.seek(Q0, 7);
        assertEquals(offsets(7, 10), offsetsOf(poll(consumer, 3)));
        consumer.seekToBegin(Q0);
        assertEquals(offsets(0, 10), offsetsOf(poll(consumer, 10)));
        consumer.seek(Q0, 2);
        consumer.seekToEnd(Q0);
        assertEquals(List.of(), consumer.poll(Duration.ofMillis(50)));
        broker.send(TOPIC, 0, 1);
        assertEquals(List.of(10L), offsetsOf(poll(consumer, 1)));
        assertEquals(0, consumer.offsetAt(Q0, Instant.EPOCH));
    }

    @Test
    void goesToTheNearestEndWhenItSeeksOutside() throws Exception {
        broker.startQueueAt(Q0, 100);
        broker.send(TOPIC, 0, 2);
        PullConsumer consumer = start(builder());
        consumer.assign(List.of(Q0));

        consumer.seek(Q0, 5);

        assertEquals(offsets(100, 102), offsetsOf(poll(consumer, 2)));
    }

    @Test
    void filtersByTag() throws Exception {
        broker.send(TOPIC, 0, "Aa");
        broker.send(TOPIC, 0, "BB");
        broker.send(TOPIC, 0, "Aa");
        PullConsumer consumer = start(builder());

        consumer.assign(List.of(Q0), FilterExpression.tags("BB"));

        assertEquals(List.of(1L), offsetsOf(poll(consumer, 1)));
        assertEquals("BB", broker.pulls.get(0).subscription());
        await().untilAsserted(() -> assertEquals(3L, consumer.positions().get(Q0)));
    }

    @Test
    void replacesWhatWasAssignedBefore() throws Exception {
        broker.send(TOPIC, 0, 3);
        broker.send(TOPIC, 1, 3);
        PullConsumer consumer = start(builder());
        consumer.assign(List.of(Q0));
        poll(consumer, 3);

        consumer.assign(List.of(Q1));
        broker.send(TOPIC, 0, 3);

        List<MessageExt> polled = poll(consumer, 3);
        assertTrue(polled.stream().allMatch(message -> message.queueId() == 1));
        assertEquals(List.of(), consumer.poll(Duration.ofMillis(50)));
        assertEquals(Set.of(Q1), consumer.positions().keySet());
    }

    @Test
    void sharesQueuesWithOtherMembersWhenItSubscribes() throws Exception {
        broker.send(TOPIC, 0, 2);
        broker.send(TOPIC, 1, 2);
        PullConsumer consumer = start(builder().subscribe(TOPIC));
        assertEquals(4, poll(consumer, 4).size());
        assertEquals("CONSUME_ACTIVELY", broker.lastConsumerData().consumeType().name());

        broker.addStranger("~stranger");

        await().untilAsserted(() -> assertEquals(Set.of(Q0), consumer.positions().keySet()));
        assertThrows(ClientConfigException.class, () -> consumer.assign(List.of(Q1)));
    }

    @Test
    void refusesToSeekInAQueueItDoesNotHave() {
        PullConsumer consumer = start(builder());

        assertThrows(ClientConfigException.class, () -> consumer.seek(Q0, 1));
        assertThrows(ClientConfigException.class, () -> consumer.seek(Q0, -1));
    }

    @Test
    void closingEndsAWaitingPoll() throws Exception {
        PullConsumer consumer = start(builder());
        consumer.assign(List.of(Q0));
        FutureTask<List<MessageExt>> polled = pollInBackground(consumer);

        consumer.close();

        assertEquals(List.of(), polled.get(10, TimeUnit.SECONDS));
        assertThrows(ClientClosedException.class, () -> consumer.poll(LONG));
        assertTrue(broker.events.contains("unregister"));
        assertEquals(List.of(), broker.commits);
    }

    private PullConsumer start(PullConsumer.Builder builder) {
        PullConsumer consumer = builder.build();
        started.add(consumer);
        return consumer;
    }

    private PullConsumer.Builder builder() {
        return builder("export");
    }

    private PullConsumer.Builder builder(String group) {
        return PullConsumer.builder()
                .nameServers(broker.address())
                .group(group)
                .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                .timings(TestTimings.FAST);
    }

    /** Polls until there are so many. */
    private static List<MessageExt> poll(PullConsumer consumer, int count) throws Exception {
        List<MessageExt> polled = new ArrayList<>();
        while (polled.size() < count) {
            List<MessageExt> some = consumer.poll(LONG);
            assertTrue(!some.isEmpty(), "only " + polled.size() + " of " + count + " came");
            polled.addAll(some);
        }
        assertEquals(count, polled.size());
        return polled;
    }

    /** A poll that waits by the time this returns. */
    private static FutureTask<List<MessageExt>> pollInBackground(PullConsumer consumer) {
        FutureTask<List<MessageExt>> poll = new FutureTask<>(() -> consumer.poll(LONG));
        Thread thread = new Thread(poll, "poll");
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return poll;
    }

    private static List<Long> offsetsOf(List<MessageExt> messages) {
        return messages.stream().map(MessageExt::queueOffset).toList();
    }

    private static List<Long> offsets(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }
}
