package io.apogeemq.client.producer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.client.error.NoRouteException;
import io.apogeemq.client.error.SendFailedException;
import io.apogeemq.client.error.TimedOutException;
import io.apogeemq.client.fake.FakeBroker;
import io.apogeemq.client.fake.FakeNameServer;
import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.message.Message;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.transport.EventLoops;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a producer does when brokers refuse, fail, are slow or are gone. */
class SendRetryTest {
    private static final Message MESSAGE =
            Message.of("orders", "hello".getBytes(StandardCharsets.UTF_8));

    private final EventLoops loops = new EventLoops("fake-io", 1, EventLoops.Transport.AUTO);
    private FakeNameServer nameServer;
    private FakeBroker a;
    private FakeBroker b;

    @BeforeEach
    void start() {
        nameServer = new FakeNameServer(loops);
        a = new FakeBroker("broker-a", loops);
        b = new FakeBroker("broker-b", loops);
        nameServer.addTopic("orders", 2, a, b);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        nameServer.close();
        loops.close();
    }

    private Producer.Builder builder() {
        return Producer.builder().nameServers(nameServer.address()).group("g");
    }

    private static SendOptions toBroker(String name) {
        return SendOptions.DEFAULT.withSelector(
                (queues, message) ->
                        queues.stream()
                                .filter(queue -> queue.brokerName().equals(name))
                                .findFirst()
                                .orElseThrow());
    }

    @Test
    void goesToAnotherBrokerWhenOneIsBusy() {
        a.always(FakeBroker.refuse(ResponseCode.SYSTEM_BUSY, "too much"));
        try (Producer producer = builder().build()) {
            for (int i = 0; i < 6; i++) {
                assertEquals("broker-b", producer.send(MESSAGE).queue().brokerName());
            }
        }
    }

    @Test
    void goesToAnotherBrokerWhenOneHangsUpOrIsGone() {
        a.always(FakeBroker.hangUp());
        try (Producer producer = builder().avoidSlowBrokers(false).build()) {
            for (int i = 0; i < 4; i++) {
                assertEquals("broker-b", producer.send(MESSAGE).queue().brokerName());
            }
            a.close();
            for (int i = 0; i < 4; i++) {
                assertEquals("broker-b", producer.send(MESSAGE).queue().brokerName());
            }
        }
    }

    @Test
    void aSilentBrokerDoesNotUseUpTheWholeTime() {
        a.always(FakeBroker.silence());
        Duration time = Duration.ofMillis(800);
        try (Producer producer = builder().sendTimeout(time).build()) {
            for (int i = 0; i < 4; i++) {
                assertEquals("broker-b", producer.send(MESSAGE).queue().brokerName());
            }
        }
    }

    @Test
    void keepsAwayFromABrokerThatFailed() {
        a.next(FakeBroker.hangUp());
        try (Producer producer = builder().build()) {
            for (int i = 0; i < 20; i++) {
                producer.send(MESSAGE);
            }

            assertEquals(1, a.sends().size());
            assertEquals(20, b.sends().size());
        }
    }

    @Test
    void usesAllBrokersEvenlyWhenAvoidingIsOff() {
        a.next(FakeBroker.hangUp());
        try (Producer producer = builder().avoidSlowBrokers(false).build()) {
            for (int i = 0; i < 20; i++) {
                producer.send(MESSAGE);
            }

            assertTrue(a.sends().size() > 5, () -> "a got " + a.sends().size());
        }
    }

    @Test
    void doesNotRepeatWhatEveryBrokerWouldRefuse() {
        a.always(FakeBroker.refuse(ResponseCode.MESSAGE_ILLEGAL, "no good"));
        b.always(FakeBroker.refuse(ResponseCode.MESSAGE_ILLEGAL, "no good"));
        try (Producer producer = builder().build()) {
            SendFailedException error =
                    assertThrows(SendFailedException.class, () -> producer.send(MESSAGE));

            assertEquals(1, error.attempts().size());
            assertEquals(OptionalInt.of(ResponseCode.MESSAGE_ILLEGAL), error.responseCode());
            assertEquals(ErrorCategory.CALLER, error.category());
            assertFalse(error.mayBeStored());
            assertEquals(1, a.sends().size() + b.sends().size());
        }
    }

    @Test
    void listsEveryAttemptWhenAllFail() {
        a.always(FakeBroker.refuse(ResponseCode.SYSTEM_ERROR, "disk on fire"));
        b.always(FakeBroker.refuse(ResponseCode.SERVICE_NOT_AVAILABLE, "full"));
        try (Producer producer = builder().build()) {
            SendFailedException error =
                    assertThrows(SendFailedException.class, () -> producer.send(MESSAGE));

            assertEquals(3, error.attempts().size());
            String text = error.getMessage();
            assertTrue(text.startsWith("message to topic 'orders' was not acknowledged"), text);
            assertTrue(text.contains("after 3 attempts"), text);
            assertTrue(text.contains("'broker-a@" + a.address() + "'"), text);
            assertTrue(text.contains("code 1 SYSTEM_ERROR 'disk on fire'"), text);
            assertTrue(text.contains("code 14 SERVICE_NOT_AVAILABLE 'full'"), text);
            assertTrue(text.contains(" ms"), text);
            assertInstanceOf(BrokerRefusedException.class, error.getCause());
        }
    }

    @Test
    void keepsToOneDeadlineOverAllAttempts() {
        a.always(FakeBroker.silence());
        b.always(FakeBroker.silence());
        try (Producer producer = builder().sendTimeout(Duration.ofMillis(400)).build()) {
            long began = System.nanoTime();

            SendFailedException error =
                    assertThrows(SendFailedException.class, () -> producer.send(MESSAGE));

            long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            assertTrue(tookMillis >= 390 && tookMillis < 1400, () -> "took " + tookMillis);
            assertTrue(error.mayBeStored());
            assertInstanceOf(TimedOutException.class, error.getCause());
            assertTrue(error.getMessage().contains("was not finished within 400 ms"));
            assertTrue(error.getMessage().contains("may have stored it"));
        }
    }

    @Test
    void ordersStayOnTheirQueueHoweverOftenItFails() {
        a.next(
                FakeBroker.refuse(ResponseCode.SYSTEM_BUSY, "busy"),
                FakeBroker.refuse(ResponseCode.SYSTEM_BUSY, "busy"));
        try (Producer producer = builder().build()) {
            SendReceipt receipt = producer.send(MESSAGE, toBroker("broker-a"));

            assertEquals("broker-a", receipt.queue().brokerName());
            Set<Integer> queues = new HashSet<>();
            a.sends().forEach(sent -> queues.add(sent.queueId()));
            assertEquals(3, a.sends().size());
            assertEquals(1, queues.size());
            assertEquals(0, b.sends().size());
        }
    }

    @Test
    void everyAttemptHasTheSameId() {
        a.always(FakeBroker.refuse(ResponseCode.SYSTEM_BUSY, "busy"));
        try (Producer producer = builder().build()) {
            SendReceipt receipt = producer.send(MESSAGE, SendOptions.DEFAULT);
            producer.send(MESSAGE, SendOptions.DEFAULT);

            for (FakeBroker.Received sent : a.sends()) {
                boolean ofFirst = sent.properties().contains(receipt.messageId());
                assertTrue(
                        ofFirst
                                || b.sends().stream()
                                        .anyMatch(s -> s.properties().equals(sent.properties())));
            }
        }
    }

    @Test
    void survivesTheRestartOfItsOnlyBrokerWithinTheDeadline() {
        nameServer.addTopic("single", 1, a);
        a.next(FakeBroker.hangUp(), FakeBroker.hangUp());
        try (Producer producer = builder().build()) {
            Message message = Message.of("single", new byte[] {1});

            assertEquals("broker-a", producer.send(message).queue().brokerName());
            assertEquals(3, a.sends().size());
        }
    }

    @Test
    void asksForTheRouteAgainWhenABrokerIsGone() {
        try (Producer producer = builder().build()) {
            producer.send(MESSAGE);
            int before = nameServer.routeRequests();
            a.close();
            nameServer.addTopic("orders", 2, b);

            for (int i = 0; i < 4; i++) {
                producer.send(MESSAGE);
            }

            // The first look-up may be too fresh to be repeated; a failure after that is not.
            await().until(
                            () -> {
                                producer.send(MESSAGE, toBroker("broker-b"));
                                return producer.publishQueues("orders").size() == 2
                                        || nameServer.routeRequests() > before;
                            });
        }
    }

    @Test
    void aSlowSendLeavesTheNextOnesToOthers() {
        a.always(a.storeLater(loops, Duration.ofMillis(600)));
        try (Producer producer = builder().build()) {
            producer.send(MESSAGE, toBroker("broker-a"));

            for (int i = 0; i < 10; i++) {
                assertEquals("broker-b", producer.send(MESSAGE).queue().brokerName());
            }
        }
    }

    @Test
    void saysWhichBrokersDoNotTakeMessages() {
        nameServer.setRoute(
                "frozen",
                TopicRouteData.of(
                        List.of(new QueueData("broker-a", 4, 4, 4, 0)), List.of(a.data())));
        try (Producer producer = builder().build()) {
            NoRouteException error = ProducerTest.noRoute(producer, "frozen");

            assertEquals(NoRouteException.Kind.NO_BROKER, error.kind());
            assertTrue(error.getMessage().contains("'broker-a' has permission R--"));
            assertTrue(error.getMessage().contains("mqadmin updateTopic -p 6"));
        }
    }
}
