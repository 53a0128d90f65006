package io.apogeemq.broker.pull;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls that wait for a message. */
class LongPollTest {
    @TempDir Path directory;
    private BrokerFixture broker;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory);
        broker.createTopic("T", 2, 6);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void answersAParkedPullWhenTheMessageArrives() throws Exception {
        CompletableFuture<Answer> pull = broker.pullWaiting("T", 0, 0, 20_000, "*");
        await().until(() -> broker.parkedPulls() == 1);

        broker.send("T", 0, "", "hello".getBytes(StandardCharsets.UTF_8));

        Answer answer = pull.get(5, SECONDS);
        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertEquals("hello", new String(answer.messages().get(0).body(), StandardCharsets.UTF_8));
        assertEquals(0, broker.parkedPulls());
    }

    @Test
    void wakesNobodyWhoWantsAnotherQueueOrAnotherTag() throws Exception {
        CompletableFuture<Answer> otherQueue = broker.pullWaiting("T", 1, 0, 20_000, "*");
        CompletableFuture<Answer> otherTag = broker.pullWaiting("T", 0, 0, 20_000, "red");
        CompletableFuture<Answer> every = broker.pullWaiting("T", 0, 0, 20_000, "*");
        await().until(() -> broker.parkedPulls() == 3);

        broker.send("T", 0, "TAGS\1blue\2");

        assertEquals(1, every.get(5, SECONDS).messages().size());
        assertFalse(otherQueue.isDone());
        assertFalse(otherTag.isDone());
        assertEquals(2, broker.parkedPulls());

        broker.send("T", 0, "TAGS\1red\2");
        assertEquals(1, otherTag.get(5, SECONDS).messages().get(0).queueOffset());
    }

    @Test
    void waitsAsLongAsItWasAskedToAndNotMuchLonger() throws Exception {
        long begin = System.nanoTime();

        Answer answer = broker.pullWaiting("T", 0, 0, 700, "*").get(10, SECONDS);

        long millis = NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertEquals(ResponseCode.PULL_NOT_FOUND, answer.code());
        assertEquals("NO_MESSAGE_IN_QUEUE", answer.remark());
        assertTrue(millis >= 690 && millis < 2_500, "waited " + millis + " ms");
    }

    @Test
    void answersAtOnceWhenThePullDoesNotWantToWait() throws Exception {
        Answer unflagged =
                broker.callAsync(
                                RemotingCommand.request(
                                        RequestCode.PULL_MESSAGE,
                                        BrokerFixture.pullHeader(
                                                "T",
                                                0,
                                                0,
                                                PullSysFlag.SUBSCRIPTION,
                                                20_000,
                                                "TAG",
                                                "*")))
                        .get(5, SECONDS);
        Answer noTime = broker.pullWaiting("T", 0, 0, -1, "*").get(5, SECONDS);

        assertEquals(ResponseCode.PULL_NOT_FOUND, unflagged.code());
        assertEquals(ResponseCode.PULL_NOT_FOUND, noTime.code());
    }

    @Test
    void aClosedConnectionTakesItsPullsAlong() {
        try (RemotingClient other =
                new RemotingClient(
                        ClientConfig.DEFAULT,
                        broker.loops(),
                        ProcessorTable.NONE,
                        ConnectionListener.NONE)) {
            for (int i = 0; i < 3; i++) {
                other.call(
                        broker.address(),
                        RemotingCommand.request(
                                RequestCode.PULL_MESSAGE,
                                BrokerFixture.pullHeader("T", 0, 0, 6, 20_000, "TAG", "*")),
                        Duration.ofSeconds(30));
            }
            await().until(() -> broker.parkedPulls() == 3);
        }

        await().until(() -> broker.parkedPulls() == 0);
    }

    @Test
    void closingTheBrokerAnswersWhoWaits() throws Exception {
        CompletableFuture<Answer> pull = broker.pullWaiting("T", 0, 0, 20_000, "*");
        await().until(() -> broker.parkedPulls() == 1);

        broker.broker().close();

        assertEquals(ResponseCode.PULL_NOT_FOUND, pull.get(5, SECONDS).code());
    }

    @Test
    void losesNoWakeUpWhileMessagesAndPullsRace() throws Exception {
        int messages = 500;
        Thread producer =
                new Thread(
                        () -> {
                            for (int i = 0; i < messages; i++) {
                                BrokerFixture.get(
                                        broker.sendAsync(
                                                BrokerFixture.sendHeader("T", 0),
                                                "",
                                                new byte[10]));
                            }
                        });
        producer.start();

        long next = 0;
        while (next < messages) {
            Answer answer = broker.pullWaiting("T", 0, next, 15_000, "*").get(20, SECONDS);
            assertEquals(ResponseCode.SUCCESS, answer.code(), answer.remark());
            assertEquals(next, answer.messages().get(0).queueOffset());
            next = answer.number("nextBeginOffset");
        }

        producer.join();
        assertEquals(messages, next);
    }

    @Test
    void tellsThatItIsBusyWhenTooManyWait() throws Exception {
        broker.close();
        broker = new BrokerFixture(directory, config -> config.withMostParked(2));

        CompletableFuture<Answer> first = broker.pullWaiting("T", 0, 0, 20_000, "*");
        CompletableFuture<Answer> second = broker.pullWaiting("T", 1, 0, 20_000, "*");
        await().until(() -> broker.parkedPulls() == 2);
        Answer third = broker.pullWaiting("T", 0, 0, 20_000, "*").get(5, SECONDS);

        assertEquals(ResponseCode.SYSTEM_BUSY, third.code());
        assertFalse(first.isDone() || second.isDone());
    }

    @Test
    void deletingTheTopicEndsTheWait() throws Exception {
        CompletableFuture<Answer> pull = broker.pullWaiting("T", 0, 0, 20_000, "*");
        await().until(() -> broker.parkedPulls() == 1);

        broker.call(RequestCode.DELETE_TOPIC_IN_BROKER, out -> out.put("topic", "T"));

        assertEquals(ResponseCode.PULL_NOT_FOUND, pull.get(5, SECONDS).code());
    }
}
