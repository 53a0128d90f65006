package io.apogeemq.client.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.client.fake.FakeBroker;
import io.apogeemq.client.fake.FakeNameServer;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.RecordEncoder;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.query.QueryMessageResponseHeader;
import io.apogeemq.remoting.transport.EventLoops;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches for a key on two brokers, one of which does not do what is asked. */
class MessagesTest {
    private final EventLoops loops = new EventLoops("test-io", 1, EventLoops.Transport.AUTO);
    private final FakeNameServer nameServer = new FakeNameServer(loops);
    private final FakeBroker left = new FakeBroker("left", loops);
    private final FakeBroker right = new FakeBroker("right", loops);
    private AdminClient admin;

    @BeforeEach
    void connect() {
        nameServer.addTopic("T", 1, left, right);
        admin = AdminClient.connect(nameServer.address());
    }

    @AfterEach
    void close() {
        admin.close();
        left.close();
        right.close();
        nameServer.close();
        loops.close();
    }

    @Test
    void takesTheNewestOfAllBrokersInTheOrderTheyWereStored() {
        left.onQuery(answer(message(1, "k"), message(4, "k")));
        right.onQuery(answer(message(2, "k"), message(3, "k")));

        assertEquals(List.of(1L, 2L, 3L, 4L), times(admin.messages().byKey(search("T", 10), "k")));
        assertEquals(List.of(3L, 4L), times(admin.messages().byKey(search("T", 2), "k")));
    }

    @Test
    void leavesOutWhatOnlyHasTheSameHash() {
        left.onQuery(answer(message(1, "other"), message(2, "k j"), message(3, "kj")));

        assertEquals(List.of(2L), times(admin.messages().byKey(search("T", 10), "k")));
    }

    @Test
    void saysWhichBrokerMayHaveMore() {
        left.onQuery(answer(message(1, "k")));
        right.onQuery(FakeBroker.refuse(ResponseCode.SYSTEM_BUSY, "later"));

        KeyMatches matches = admin.messages().byKey(search("T", 10), "k");

        assertEquals(List.of(1L), times(matches));
        assertEquals(Set.of("right"), matches.unanswered().keySet());
        assertTrue(matches.unanswered().get("right").contains("'later'"), matches.toString());
    }

    @Test
    void doesNotSayThatThereIsNoneWhenABrokerCouldNotBeAsked() {
        right.onQuery(FakeBroker.refuse(ResponseCode.SYSTEM_BUSY, "later"));

        BrokerRefusedException refused =
                assertThrows(
                        BrokerRefusedException.class,
                        () -> admin.messages().byKey(search("T", 10), "k"));
        right.close();
        ServerUnreachableException gone =
                assertThrows(
                        ServerUnreachableException.class,
                        () -> admin.messages().byUniqueKey(search("T", 10), "k"));

        assertEquals(ResponseCode.SYSTEM_BUSY, refused.code());
        assertTrue(gone.getMessage().contains(right.address()), gone.getMessage());
    }

    @Test
    void saysThatThereIsNoneInTheWordsOfEveryBroker() {
        NotFoundException none =
                assertThrows(
                        NotFoundException.class,
                        () -> admin.messages().byKey(search("T", 10), "k"));

        assertTrue(none.getMessage().contains("'left' says 'nothing here'"), none.getMessage());
        assertTrue(none.getMessage().contains("'right' says 'nothing here'"), none.getMessage());
        assertThrows(
                NotFoundException.class, () -> admin.messages().byKey(search("Nowhere", 10), "k"));
    }

    private static KeySearch search(String topic, int most) {
        return new KeySearch(topic, Optional.empty(), most, 0, Long.MAX_VALUE);
    }

    private static List<Long> times(KeyMatches matches) {
        return matches.messages().stream().map(it -> it.message().storeTimestamp()).toList();
    }

    private static FakeBroker.Act answer(MessageExt... messages) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (MessageExt message : messages) {
            records.writeBytes(RecordEncoder.encode(message));
        }
        return (request, reply) ->
                reply.send(
                        RemotingCommand.response(
                                ResponseCode.SUCCESS,
                                null,
                                new QueryMessageResponseHeader(0, 0),
                                records.toByteArray()));
    }

    private static MessageExt message(long storeTimestamp, String keys) {
        InetSocketAddress host = new InetSocketAddress("127.0.0.1", 1);
        byte[] body = "body".getBytes(StandardCharsets.UTF_8);
        return new MessageExt(
                "T",
                0,
                storeTimestamp,
                0,
                0,
                0,
                0,
                host,
                storeTimestamp,
                host,
                0,
                0,
                MessageExt.crcOf(body),
                body,
                MessageProperties.of(Map.of(PropertyKeys.KEYS, keys)),
                0);
    }
}
