package io.apogeemq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.error.MessageTooLargeException;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.UniqueKeys;
import io.apogeemq.common.topic.MessageQueue;
import java.net.InetAddress;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Long lists become batches that fit. */
class MessageBatchesTest {
    private static final int MOST_BYTES = 2000;

    private static UniqueKeys keys() {
        return new UniqueKeys(
                InetAddress.getLoopbackAddress(), 1, Clock.SYSTEM, ZoneOffset.UTC, () -> 5);
    }

    @Property(tries = 200)
    void keepsOrderAndSize(
            @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 1500) Integer> sizes) {
        List<Message> messages =
                sizes.stream()
                        .map(
                                size ->
                                        Message.builder("T")
                                                .keys("k" + size)
                                                .body(new byte[size])
                                                .build())
                        .toList();

        List<List<Message>> batches = MessageBatches.split(messages, MOST_BYTES);

        assertEquals(messages, batches.stream().flatMap(List::stream).toList());
        for (List<Message> batch : batches) {
            OutgoingMessage outgoing = OutgoingMessage.batch(batch, keys(), MOST_BYTES);
            assertTrue(outgoing.bodyBytes() <= MOST_BYTES);
            assertEquals(batch.size(), outgoing.ids().size());
        }
    }

    @Test
    void namesTheMessageThatIsTooLarge() {
        List<Message> messages =
                List.of(Message.of("T", new byte[10]), Message.of("T", new byte[3000]));

        MessageTooLargeException error =
                assertThrows(
                        MessageTooLargeException.class,
                        () -> MessageBatches.split(messages, MOST_BYTES));

        assertTrue(error.getMessage().contains("message 1 of the list"), error::getMessage);
    }

    @Test
    void hashesAKeyAsPeersDo() throws Exception {
        List<MessageQueue> queues =
                List.of(
                        new MessageQueue("T", "a", 0),
                        new MessageQueue("T", "a", 1),
                        new MessageQueue("T", "a", 2));
        Message message = Message.of("T", new byte[1]);

        for (String key : List.of("", "a", "polygenelubricants", "order-4711", "\u00e4")) {
            int expected = key.hashCode() % 3;
            MessageQueue chosen = QueueSelector.byKey(key).select(queues, message);
            assertEquals(expected < 0 ? -expected : expected, chosen.queueId(), key);
        }
        assertTrue(queues.contains(QueueSelector.random().select(queues, message)));
    }
}
