package io.apogeemq.client.producer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.compress.BodyCodec;
import io.apogeemq.client.error.ClientClosedException;
import io.apogeemq.client.error.ClientException;
import io.apogeemq.client.error.InvalidMessageException;
import io.apogeemq.client.error.MessageTooLargeException;
import io.apogeemq.client.error.NoRouteException;
import io.apogeemq.client.error.ProducerBusyException;
import io.apogeemq.client.fake.FakeBroker;
import io.apogeemq.client.fake.FakeNameServer;
import io.apogeemq.common.message.BatchDecoder;
import io.apogeemq.common.message.CompressionType;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.transport.EventLoops;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a broker gets from a producer, and what the producer makes of its answers. */
class ProducerTest {
    private final EventLoops loops = new EventLoops("fake-io", 1, EventLoops.Transport.AUTO);
    private FakeNameServer nameServer;
    private FakeBroker broker;

    @BeforeEach
    void start() {
        nameServer = new FakeNameServer(loops);
        broker = new FakeBroker("broker-a", loops);
        nameServer.addTopic("orders", 4, broker);
    }

    @AfterEach
    void stop() {
        broker.close();
        nameServer.close();
        loops.close();
    }

    private Producer.Builder builder() {
        return Producer.builder().nameServers(nameServer.address()).group("g");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void tellsWhereTheMessageWasStored() {
        try (Producer producer = builder().build()) {
            SendReceipt receipt = producer.send(Message.of("orders", bytes("hello")));

            assertEquals(SendStatus.SEND_OK, receipt.status());
            assertEquals("broker-a", receipt.queue().brokerName());
            assertEquals(0, receipt.queueOffset());
            assertEquals("7F00000100002AB30000000000000000", receipt.offsetMessageId());
            FakeBroker.Received sent = broker.sends().get(0);
            assertEquals(RequestCode.SEND_MESSAGE_V2, sent.code());
            assertArrayEquals(bytes("hello"), sent.body());
            assertEquals(receipt.queue().queueId(), sent.queueId());
            assertTrue(sent.properties().contains("UNIQ_KEY\u0001" + receipt.messageId()));
        }
    }

    @Test
    void writesTheHeaderAndThePropertiesOfThePeersInTheirOrder() {
        try (Producer producer = builder().build()) {
            Message message =
                    Message.builder("orders")
                            .tags("TagA")
                            .keys("keyA", "keyB")
                            .property("color", "red")
                            .flag(7)
                            .body("x")
                            .build();

            SendReceipt receipt = producer.send(message);

            FakeBroker.Received sent = broker.sends().get(0);
            assertEquals(
                    "color\u0001red\u0002KEYS\u0001keyA keyB\u0002UNIQ_KEY\u0001"
                            + receipt.messageId()
                            + "\u0002WAIT\u0001true\u0002TAGS\u0001TagA\u0002",
                    sent.properties());
            List<String> names = new ArrayList<>();
            sent.fields().forEach((name, value) -> names.add(name));
            assertEquals(
                    List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "m", "n"),
                    names);
            assertEquals("g", sent.fields().requireString("a"));
            assertEquals("TBW102", sent.fields().requireString("c"));
            assertEquals(7, sent.fields().requireInt("h"));
            assertEquals("broker-a", sent.fields().requireString("n"));
        }
    }

    @Test
    void goesRoundAllQueues() {
        try (Producer producer = builder().build()) {
            for (int i = 0; i < 8; i++) {
                producer.send(Message.of("orders", bytes("m" + i)));
            }

            for (int queueId = 0; queueId < 4; queueId++) {
                int id = queueId;
                assertEquals(2, broker.sends().stream().filter(s -> s.queueId() == id).count());
            }
        }
    }

    @Test
    void saysWhatWasStillMissingWhenTheMessageWasStored() {
        broker.next(
                broker.store(ResponseCode.FLUSH_DISK_TIMEOUT),
                broker.store(ResponseCode.FLUSH_SLAVE_TIMEOUT),
                broker.store(ResponseCode.SLAVE_NOT_AVAILABLE));
        try (Producer producer = builder().build()) {
            Message message = Message.of("orders", bytes("x"));

            assertEquals(SendStatus.FLUSH_DISK_TIMEOUT, producer.send(message).status());
            assertEquals(SendStatus.FLUSH_SLAVE_TIMEOUT, producer.send(message).status());
            assertEquals(SendStatus.SLAVE_NOT_AVAILABLE, producer.send(message).status());
        }
    }

    @Test
    void sendsMessagesOfOneKeyToOneQueue() {
        try (Producer producer = builder().build()) {
            SendOptions byKey = SendOptions.DEFAULT.withSelector(QueueSelector.byKey("4711"));
            for (int i = 0; i < 5; i++) {
                producer.send(Message.of("orders", bytes("m" + i)), byKey);
            }

            Set<Integer> queues =
                    broker.sends().stream()
                            .map(FakeBroker.Received::queueId)
                            .collect(Collectors.toSet());
            assertEquals(Set.of(Math.abs("4711".hashCode() % 4)), queues);
        }
    }

    @Test
    void refusesASelectorsForeignQueue() {
        try (Producer producer = builder().build()) {
            SendOptions wrong = SendOptions.DEFAULT.withSelector((queues, message) -> null);

            InvalidMessageException error =
                    assertThrows(
                            InvalidMessageException.class,
                            () -> producer.send(Message.of("orders", bytes("x")), wrong));

            assertTrue(error.getMessage().contains("queue selector chose 'null'"));
            assertTrue(error.getMessage().contains("4 queues of topic 'orders'"));
        }
    }

    @Test
    void sendsABatchInOneRequest() {
        try (Producer producer = builder().build()) {
            List<Message> batch =
                    List.of(
                            Message.builder("orders").keys("k0").body("b0").build(),
                            Message.builder("orders").keys("k1").body("b1").build());

            SendReceipt receipt = producer.send(batch);

            assertEquals(2, receipt.messageIds().size());
            FakeBroker.Received sent = broker.sends().get(0);
            assertEquals(RequestCode.SEND_BATCH_MESSAGE, sent.code());
            assertEquals("true", sent.fields().requireString("m"));
            BatchDecoder decoder = new BatchDecoder(ByteBuffer.wrap(sent.body()));
            for (int i = 0; i < 2; i++) {
                assertTrue(decoder.next());
                assertArrayEquals(bytes("b" + i), decoder.body());
                assertEquals(
                        receipt.messageIds().get(i),
                        decoder.properties().getOr(PropertyKeys.UNIQUE_KEY, ""));
                assertEquals("k" + i, decoder.properties().getOr(PropertyKeys.KEYS, ""));
            }
        }
    }

    @Test
    void refusesABatchThatCannotTravelAsOne() {
        try (Producer producer = builder().maxMessageSize(1000).build()) {
            Message one = Message.of("orders", bytes("x"));
            Message other = Message.of("other", bytes("x"));
            Message late = Message.builder("orders").delayLevel(3).body("x").build();
            Message large = Message.of("orders", new byte[600]);

            assertTrue(refusal(producer, List.of(one, other)).contains("topic 'other'"));
            assertTrue(refusal(producer, List.of(one, late)).contains("delayed"));
            assertTrue(refusal(producer, List.of()).contains("no message"));
            assertTrue(refusal(producer, List.of(large, large)).contains("MessageBatches.split"));
            assertEquals(0, broker.sends().size());
        }
    }

    private static String refusal(Producer producer, List<Message> batch) {
        return assertThrows(InvalidMessageException.class, () -> producer.send(batch)).getMessage();
    }

    @Test
    void compressesLongBodiesOnly() {
        byte[] large = "x".repeat(5000).getBytes(StandardCharsets.UTF_8);
        try (Producer producer = builder().compression(CompressionType.ZSTD).build()) {
            producer.send(Message.of("orders", large));
            producer.send(Message.of("orders", new byte[4096]));

            FakeBroker.Received sent = broker.sends().get(0);
            assertEquals(0x201, sent.fields().requireInt("f"));
            assertTrue(sent.body().length < 200);
            assertArrayEquals(large, BodyCodec.plainBody(0x201, sent.body(), 5000));
            assertEquals(0, broker.sends().get(1).fields().requireInt("f"));
            assertEquals(4096, broker.sends().get(1).body().length);
        }
    }

    @Test
    void namesWhatIsWrongWithAMessage() {
        try (Producer producer = builder().maxMessageSize(10).build()) {
            MessageTooLargeException large =
                    assertThrows(
                            MessageTooLargeException.class,
                            () -> producer.send(Message.of("orders", new byte[11])));
            assertEquals(11, large.bytes());
            assertEquals(10, large.mostBytes());
            assertInvalid(producer, Message.of("orders", new byte[0]), "empty body");
            assertInvalid(producer, Message.of("a b", bytes("x")), "a b");
            assertInvalid(
                    producer,
                    Message.of("SCHEDULE_TOPIC_XXXX", bytes("x")),
                    "belongs to the brokers");
            Message wordy =
                    Message.builder("orders").property("p", "ä".repeat(17_000)).body("x").build();
            assertInvalid(producer, wordy, "properties");
        }
    }

    private static void assertInvalid(Producer producer, Message message, String part) {
        InvalidMessageException error =
                assertThrows(InvalidMessageException.class, () -> producer.send(message));
        assertTrue(error.getMessage().contains(part), error::getMessage);
        ExecutionException later =
                assertThrows(
                        ExecutionException.class,
                        () -> producer.sendAsync(message).get(5, SECONDS));
        assertInstanceOf(InvalidMessageException.class, later.getCause());
    }

    @Test
    void sendsOnewayOnceWithoutWaiting() {
        broker.next(FakeBroker.silence());
        try (Producer producer = builder().build()) {
            producer.sendOneway(Message.of("orders", bytes("fire")));

            await().until(() -> broker.sends().size() == 1);
            assertTrue(broker.sends().get(0).oneway());
        }
        assertEquals(1, broker.sends().size());
    }

    @Test
    void createsAnUnknownTopicOverTheTemplatesBrokers() {
        nameServer.addTopic("TBW102", 8, broker);
        try (Producer producer = builder().build()) {
            for (int i = 0; i < 8; i++) {
                producer.send(Message.of("brand-new", bytes("x")));
            }

            assertEquals(4, producer.publishQueues("brand-new").size());
            assertTrue(broker.sends().stream().allMatch(sent -> sent.queueId() < 4));
            assertEquals("brand-new", broker.sends().get(0).fields().requireString("b"));
        }
    }

    @Test
    void failsAtOnceWhenTooMuchIsUnderWay() throws Exception {
        broker.next(FakeBroker.silence(), FakeBroker.silence());
        Duration shortTime = Duration.ofMillis(500);
        try (Producer producer =
                builder().mostInFlight(2, 1000).retries(0).sendTimeout(shortTime).build()) {
            Message message = Message.of("orders", bytes("x"));
            CompletableFuture<SendReceipt> first = producer.sendAsync(message);
            CompletableFuture<SendReceipt> second = producer.sendAsync(message);

            ExecutionException busy =
                    assertThrows(
                            ExecutionException.class,
                            () -> producer.sendAsync(message).get(5, SECONDS));

            assertInstanceOf(ProducerBusyException.class, busy.getCause());
            assertTrue(busy.getCause().getMessage().contains("2 messages with 2 bytes under way"));
            assertThrows(ExecutionException.class, () -> first.get(5, SECONDS));
            assertThrows(ExecutionException.class, () -> second.get(5, SECONDS));
            assertEquals(SendStatus.SEND_OK, producer.sendAsync(message).get(5, SECONDS).status());
        }
    }

    @Test
    void waitsForRoomWhenAskedTo() throws Exception {
        try (Producer producer = builder().mostInFlight(3, 1 << 20).build()) {
            List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sent.add(producer.sendAsyncWhenRoom(Message.of("orders", bytes("m" + i))));
            }

            for (CompletableFuture<SendReceipt> one : sent) {
                assertEquals(SendStatus.SEND_OK, one.get(5, SECONDS).status());
            }
        }
    }

    @Test
    void refusesToWaitOnAnIoThread() throws Exception {
        try (Producer producer = builder().build()) {
            Message message = Message.of("orders", bytes("x"));

            ExecutionException error =
                    assertThrows(
                            ExecutionException.class,
                            () ->
                                    producer.sendAsync(Message.of("unseen", bytes("x")))
                                            .handle((done, failure) -> producer.send(message))
                                            .get(5, SECONDS));

            ClientException refused = assertInstanceOf(ClientException.class, error.getCause());
            assertTrue(refused.getMessage().contains("must not wait"), refused::getMessage);
        }
    }

    @Test
    void registersItsGroupAndSignsItOff() {
        try (Producer producer = builder().build()) {
            producer.send(Message.of("orders", bytes("x")));

            await().until(() -> !broker.heartbeats().isEmpty());
            assertTrue(
                    broker.heartbeats().get(0).producerDataSet().stream()
                            .anyMatch(data -> data.groupName().equals("g")));
        }

        assertEquals(List.of("p:g"), broker.unregistered());
    }

    @Test
    void takesNothingMoreOnceClosedAndLetsTheRestFinish() throws Exception {
        Producer producer = builder().build();
        List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(producer.sendAsync(Message.of("orders", bytes("m" + i))));
        }

        producer.close();

        for (CompletableFuture<SendReceipt> one : sent) {
            assertEquals(SendStatus.SEND_OK, one.get(1, SECONDS).status());
        }
        ClientClosedException error =
                assertThrows(
                        ClientClosedException.class,
                        () -> producer.send(Message.of("orders", bytes("x"))));
        assertTrue(error.getMessage().contains("producer of group 'g' is closed"));
    }

    @Test
    void leavesNoThreadBehind() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        try (Producer producer = builder().build()) {
            producer.send(Message.of("orders", bytes("x")));
            producer.sendAsync(Message.of("missing", bytes("x"))).exceptionally(e -> null).join();
        }

        await().untilAsserted(
                        () -> {
                            Set<Thread> left = Thread.getAllStackTraces().keySet();
                            assertEquals(
                                    List.of(),
                                    left.stream()
                                            .filter(thread -> !before.contains(thread))
                                            .filter(thread -> thread.getName().contains("apogeemq"))
                                            .map(Thread::getName)
                                            .toList());
                        });
    }

    @Test
    void tellsWhyATopicHasNoRoute() {
        try (Producer producer = builder().build()) {
            NoRouteException missing = noRoute(producer, "missing");
            assertEquals(NoRouteException.Kind.TOPIC_MISSING, missing.kind());
            assertTrue(missing.getMessage().contains("mqadmin updateTopic"), missing::getMessage);
            assertTrue(missing.getMessage().contains(nameServer.address()));
        }
    }

    static NoRouteException noRoute(Producer producer, String topic) {
        return assertThrows(
                NoRouteException.class, () -> producer.send(Message.of(topic, bytes("x"))));
    }
}
