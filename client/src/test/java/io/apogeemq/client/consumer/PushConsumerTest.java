package io.apogeemq.client.consumer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.group.NotifyConsumerIdsChangedRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageResponseHeader;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushConsumerTest {
    private static final String TOPIC = "orders";
    private static final MessageQueue Q0 = ScriptedBroker.queue(TOPIC, 0);

    private final ScriptedBroker broker = new ScriptedBroker();
    private final List<PushConsumer> started = new ArrayList<>();
    private final List<MessageExt> consumed = new CopyOnWriteArrayList<>();

    @BeforeEach
    void addTopic() {
        broker.addTopic(TOPIC, 1);
    }

    @AfterEach
    void closeAll() {
        started.forEach(PushConsumer::close);
        broker.close();
    }

    @Test
    void deliversWhatIsThereAndWhatComesLater() {
        broker.send(TOPIC, 0, 40);

        try (PushConsumer consumer = start(fromStart().listener(this::collect))) {
            await().until(() -> consumed.size() == 40);
            broker.send(TOPIC, 0, 2);

            await().until(() -> consumed.size() == 42);
            await().untilAsserted(() -> assertEquals(42L, consumer.progress().get(Q0)));
        }
        assertEquals(offsets(0, 42), consumedOffsets());
    }

    @Test
    void storesProgressOnTheBroker() {
        broker.send(TOPIC, 0, 5);

        start(fromStart().listener(this::collect));
        await().until(() -> broker.offset(Q0).orElse(0L) == 5);
    }

    @Test
    void goesOnWhereTheGroupWas() {
        broker.send(TOPIC, 0, 10);
        broker.setOffset(Q0, 7);

        start(fromStart().listener(this::collect));
        await().until(() -> consumed.size() == 3);

        assertEquals(offsets(7, 10), consumedOffsets());
    }

    @Test
    void startsAtTheEndWhenTheGroupIsNewAndNothingElseIsSaid() {
        broker.send(TOPIC, 0, 10);

        start(builder().listener(this::collect));
        await().until(() -> !broker.pulls.isEmpty());
        broker.send(TOPIC, 0, 1);

        await().until(() -> consumed.size() == 1);

        assertEquals(offsets(10, 11), consumedOffsets());
    }

    @Test
    void startsAtTheFirstMessageSinceAMoment() {
        broker.startQueueAt(Q0, 3); // the broker finds its first message for any moment
        broker.send(TOPIC, 0, 2);

        start(builder().consumeFrom(Instant.EPOCH).listener(this::collect));

        await().until(() -> consumed.size() == 2);
        assertEquals(3L, broker.pulls.get(0).queueOffset());
    }

    @Test
    void repeatsAnOffsetThatDoesNotChangeInCaseTheBrokerLostIt() {
        broker.send(TOPIC, 0, 1);
        start(fromStart().listener(this::collect));
        await().until(() -> broker.offset(Q0).orElse(0L) == 1);
        await().until(() -> Collections.frequency(broker.events, "commit 0=1") >= 2);

        broker.setOffset(Q0, 0);

        await().until(() -> broker.offset(Q0).orElse(0L) == 1);
    }

    @Test
    void pullsFromTheBrokerThatIsSuggestedAndCommitsOnlyAtTheMaster() {
        broker.addSlave();
        broker.send(TOPIC, 0, 3);
        broker.setOffset(Q0, 1);
        PullMessageResponseHeader fromSlave = new PullMessageResponseHeader(1, 1, 0, 3, 0, 0, 0, 0);
        broker.nextPulls.add(
                (pull, reply) ->
                        reply.send(
                                RemotingCommand.response(
                                        ResponseCode.PULL_RETRY_IMMEDIATELY, "", fromSlave)));

        start(fromStart().listener(this::collect));

        await().until(() -> broker.pulls.size() >= 2);
        int commits = PullSysFlag.SUSPEND | PullSysFlag.COMMIT_OFFSET;
        assertEquals(commits, broker.pulls.get(0).sysFlag());
        assertEquals(1, broker.pulls.get(0).commitOffset());
        assertEquals(PullSysFlag.SUSPEND, broker.pulls.get(1).sysFlag());
    }

    @Test
    void deliversAFailedMessageAgainAndNeverPassesIt() {
        broker.send(TOPIC, 0, 5);
        CountDownLatch mayPass = new CountDownLatch(1);
        List<Integer> reconsumeTimes = new CopyOnWriteArrayList<>();

        try (PushConsumer consumer =
                start(
                        fromStart()
                                .listener(
                                        message -> {
                                            if (message.queueOffset() != 2) {
                                                return collect(message);
                                            }
                                            reconsumeTimes.add(message.reconsumeTimes());
                                            return mayPass.getCount() == 0
                                                    ? collect(message)
                                                    : ConsumeResult.RETRY_LATER;
                                        }))) {
            await().until(() -> reconsumeTimes.size() >= 3 && consumed.size() == 4);
            assertEquals(2L, consumer.progress().get(Q0));
            mayPass.countDown();

            await().untilAsserted(() -> assertEquals(5L, consumer.progress().get(Q0)));
        }
        assertEquals(List.of(0, 1, 2), reconsumeTimes.subList(0, 3));
    }

    @Test
    void treatsWhatAListenerThrowsAsAFailure() {
        broker.send(TOPIC, 0, 1);
        AtomicInteger calls = new AtomicInteger();

        start(
                fromStart()
                        .listener(
                                message -> {
                                    if (calls.incrementAndGet() < 3) {
                                        throw new IllegalStateException("as scripted");
                                    }
                                    return collect(message);
                                }));
        await().until(() -> consumed.size() == 1);

        assertEquals(3, calls.get());
    }

    @Test
    void givesBatchesOfOneQueueToABatchListener() {
        broker.send(TOPIC, 0, 25);
        List<Integer> sizes = new CopyOnWriteArrayList<>();

        start(
                fromStart()
                        .listener(
                                10,
                                messages -> {
                                    sizes.add(messages.size());
                                    messages.forEach(this::collect);
                                    return ConsumeResult.SUCCESS;
                                }));
        await().until(() -> consumed.size() == 25);

        assertEquals(List.of(5, 10, 10), sizes.stream().sorted().toList());
    }

    @Test
    void checksTheTextOfTagsBecauseBrokersCompareHashesOnly() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        broker.send(TOPIC, 0, "Aa");
        broker.send(TOPIC, 0, "BB");
        broker.send(TOPIC, 0, "");
        broker.send(TOPIC, 0, "Aa");

        try (PushConsumer consumer =
                start(
                        fromStart()
                                .subscribe(TOPIC, FilterExpression.tags("Aa || Cc"))
                                .listener(this::collect))) {
            await().untilAsserted(() -> assertEquals(4L, consumer.progress().get(Q0)));
        }
        assertEquals(List.of(0L, 3L), consumedOffsets());
    }

    @Test
    void followsTheBrokerWhenItsOffsetIsOutsideTheQueue() {
        broker.startQueueAt(Q0, 100);
        broker.send(TOPIC, 0, 3);

        start(fromStart().listener(this::collect));
        await().until(() -> consumed.size() == 3);

        assertEquals(offsets(100, 103), consumedOffsets());
    }

    @Test
    void pullsOnAfterAnswersWithoutMessagesAndAfterErrors() {
        broker.send(TOPIC, 0, 6);
        broker.nextPulls.add((pull, reply) -> reply.fail(ResponseCode.SYSTEM_ERROR, "scripted"));
        broker.nextPulls.add(
                (pull, reply) ->
                        reply.send(
                                RemotingCommand.response(
                                        ResponseCode.PULL_RETRY_IMMEDIATELY,
                                        "NO_MATCHED_MESSAGE",
                                        broker.header(Q0, 4))));
        broker.nextPulls.add((pull, reply) -> reply.fail(ResponseCode.SYSTEM_BUSY, "scripted"));
        broker.nextPulls.add(
                (pull, reply) -> reply.fail(ResponseCode.SUBSCRIPTION_NOT_EXIST, "scripted"));
        broker.nextPulls.add(
                (pull, reply) ->
                        reply.send(
                                RemotingCommand.response(
                                        0, "FOUND", broker.header(Q0, 5), new byte[] {1, 2, 3})));

        start(fromStart().listener(this::collect));
        await().until(() -> consumed.size() == 2);

        assertEquals(offsets(4, 6), consumedOffsets());
    }

    @Test
    void pullsAsTheOfficialClientDoes() {
        broker.send(TOPIC, 0, 1);
        broker.setOffset(Q0, 0);

        start(fromStart().listener(this::collect));
        await().until(() -> broker.pulls.size() >= 2);

        PullMessageRequestHeader first = broker.pulls.get(0);
        assertEquals(PullSysFlag.SUSPEND, first.sysFlag());
        assertEquals(15_000, first.suspendTimeoutMillis());
        assertEquals(32, first.maxMsgNums());
        assertEquals(262_144, first.maxMsgBytes());
        assertEquals("TAG", first.expressionType());
        assertEquals("", first.subscription());
        assertTrue(first.subVersion() > 0);
    }

    @Test
    void stopsPullingAheadWhenTheListenerIsSlow() {
        broker.send(TOPIC, 0, 200);
        CountDownLatch mayPass = new CountDownLatch(1);

        start(
                fromStart()
                        .pullThreshold(50, 1 << 20, 2000)
                        .listener(
                                message -> {
                                    mayPass.await();
                                    return collect(message);
                                }));
        await().until(() -> broker.pulls.size() == 2);
        await().during(Duration.ofMillis(100)).until(() -> broker.pulls.size() == 2);
        mayPass.countDown();

        await().until(() -> consumed.size() == 200);
    }

    @Test
    void takesItsShareAndGivesTheOthersUpWhenAMemberJoins() {
        broker.addTopic(TOPIC, 4);

        try (PushConsumer consumer = start(fromStart().listener(this::collect))) {
            await().until(() -> consumer.progress().size() == 4);
            broker.addStranger("~stranger"); // sorts behind every address
            broker.tellAll(
                    RemotingCommand.request(
                            RequestCode.NOTIFY_CONSUMER_IDS_CHANGED,
                            new NotifyConsumerIdsChangedRequestHeader("billing")));

            await().untilAsserted(() -> assertEquals(Set.of(0, 1), heldQueueIds(consumer)));
            await().until(() -> broker.events.contains("commit 3=0"));

            broker.removeStranger("~stranger");
            await().untilAsserted(() -> assertEquals(Set.of(0, 1, 2, 3), heldQueueIds(consumer)));
        }
    }

    @Test
    void tellsBrokersANewerSubscriptionVersionAfterAChange() {
        start(fromStart().listener(this::collect));
        await().until(() -> !broker.pulls.isEmpty());
        long first =
                broker.heartbeats.get(0).consumerDataSet().get(0).subscriptionDataSet().stream()
                        .filter(data -> data.topic().equals(TOPIC))
                        .findFirst()
                        .orElseThrow()
                        .subVersion();

        assertTrue(broker.pulls.get(0).subVersion() > first);

        assertEquals(
                Set.of(TOPIC, "%RETRY%billing"),
                broker.lastConsumerData().subscriptionDataSet().stream()
                        .map(data -> data.topic())
                        .collect(Collectors.toSet()));
    }

    @Test
    void findsATopicThatIsCreatedLater() {
        start(
                builder()
                        .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                        .subscribe("later")
                        .listener(this::collect));
        broker.addTopic("later", 1);
        broker.send("later", 0, 1);

        await().until(() -> consumed.size() == 1);
    }

    @Test
    void broadcastingConsumesAllQueuesAndKeepsOffsetsInAFile(@TempDir Path directory) {
        broker.addTopic(TOPIC, 2);
        broker.addStranger("~stranger");
        broker.send(TOPIC, 0, 2);
        broker.send(TOPIC, 1, 2);

        PushConsumer first = start(broadcasting(directory).listener(this::collect));
        await().until(() -> consumed.size() == 4);
        first.close();

        broker.send(TOPIC, 1, 1);
        start(broadcasting(directory).listener(this::collect));
        await().until(() -> consumed.size() == 5);

        assertEquals(List.of(), broker.commits);
        assertEquals(2, consumed.get(4).queueOffset());
    }

    @Test
    void refusesToBroadcastWithoutAPlaceForItsOffsets() {
        ClientConfigException refusal =
                assertThrows(
                        ClientConfigException.class,
                        () ->
                                builder()
                                        .messageModel(MessageModel.BROADCASTING)
                                        .listener(this::collect)
                                        .build());

        assertTrue(refusal.getMessage().contains("offsetDirectory"), refusal.getMessage());
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThrows(ClientConfigException.class, () -> builder().build());
        assertThrows(
                ClientConfigException.class,
                () -> builder().group("two words").listener(this::collect).build());
        assertThrows(
                ClientConfigException.class,
                () -> builder().threads(0).listener(this::collect).build());
        assertThrows(
                ClientConfigException.class,
                () -> PushConsumer.builder().group("g").listener(this::collect).build());
    }

    @Test
    void closingLetsListenersFinishStoresProgressAndSignsOff() throws Exception {
        broker.send(TOPIC, 0, 5);
        CountDownLatch inListener = new CountDownLatch(2);
        CountDownLatch mayPass = new CountDownLatch(1);
        PushConsumer consumer =
                start(
                        fromStart()
                                .threads(2)
                                .listener(
                                        message -> {
                                            inListener.countDown();
                                            mayPass.await();
                                            return collect(message);
                                        }));
        assertTrue(inListener.await(10, TimeUnit.SECONDS));

        Thread closer = new Thread(consumer::close, "closer");
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        mayPass.countDown();
        closer.join(10_000);

        assertFalse(closer.isAlive());
        assertEquals(offsets(0, 2), consumedOffsets());
        assertEquals(2L, broker.offset(Q0).orElseThrow());
        int lastCommit = broker.events.lastIndexOf("commit 0=2");
        assertTrue(lastCommit >= 0 && lastCommit < broker.events.indexOf("unregister"));
    }

    @Test
    void leavesNoThreadBehind() {
        broker.send(TOPIC, 0, 5);
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        PushConsumer consumer = start(fromStart().listener(this::collect));
        await().until(() -> consumed.size() == 5);
        consumer.close();

        await().untilAsserted(
                        () -> {
                            List<String> left =
                                    Thread.getAllStackTraces().keySet().stream()
                                            .filter(thread -> !before.contains(thread))
                                            .map(Thread::getName)
                                            .filter(
                                                    name ->
                                                            name.contains("billing")
                                                                    || name.contains("consumer-"))
                                            .toList();
                            assertEquals(List.of(), left);
                        });
        await().until(() -> broker.clients() == 0);
    }

    @Test
    void doesNotWaitLongerForAListenerThanTold() throws Exception {
        broker.send(TOPIC, 0, 1);
        CountDownLatch inListener = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        PushConsumer consumer =
                start(
                        fromStart()
                                .closeTimeout(Duration.ofMillis(50))
                                .listener(
                                        message -> {
                                            inListener.countDown();
                                            never.await();
                                            return ConsumeResult.SUCCESS;
                                        }));
        assertTrue(inListener.await(10, TimeUnit.SECONDS));

        consumer.close();

        assertEquals(0L, broker.offset(Q0).orElseThrow());
    }

    /** Closed after the test, if not by it. */
    private PushConsumer start(PushConsumer.Builder builder) {
        PushConsumer consumer = builder.build();
        started.add(consumer);
        return consumer;
    }

    private PushConsumer.Builder fromStart() {
        return builder().consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET);
    }

    private PushConsumer.Builder broadcasting(Path directory) {
        return fromStart().messageModel(MessageModel.BROADCASTING).offsetDirectory(directory);
    }

    private PushConsumer.Builder builder() {
        return PushConsumer.builder()
                .nameServers(broker.address())
                .group("billing")
                .subscribe(TOPIC)
                .timings(TestTimings.FAST);
    }

    private ConsumeResult collect(MessageExt message) {
        consumed.add(message);
        return ConsumeResult.SUCCESS;
    }

    private List<Long> consumedOffsets() {
        return consumed.stream().map(MessageExt::queueOffset).sorted().toList();
    }

    private static List<Long> offsets(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    private static Set<Integer> heldQueueIds(PushConsumer consumer) {
        return consumer.progress().keySet().stream()
                .map(MessageQueue::queueId)
                .collect(Collectors.toSet());
    }
}
