package io.apogeemq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** What a message's properties look like on their way. */
class OutgoingMessageTest {
    @Property(tries = 300)
    void losesNoPropertyAndAddsTwo(
            @ForAll @Size(max = 12)
                    Map<
                                    @AlphaChars @StringLength(min = 1, max = 8) String,
                                    @StringLength(min = 1, max = 8) String>
                            given) {
        MessageProperties.Builder builder = MessageProperties.builder();
        given.forEach(
                (name, value) -> {
                    if (value.indexOf(MessageProperties.VALUE_END) < 0) {
                        builder.put(name, value);
                    }
                });
        MessageProperties properties = builder.build();
        Message message = Message.of("T", new byte[1]).withProperties(properties);

        String text = OutgoingMessage.propertiesText(message, "ID");

        Map<String, String> expected = new HashMap<>(properties.asMap());
        expected.putIfAbsent(PropertyKeys.UNIQUE_KEY, "ID");
        expected.putIfAbsent(PropertyKeys.WAIT, "true");
        assertEquals(expected, MessageProperties.parse(text).asMap());
    }

    @Test
    void aRetryMessageHasItsCountersInTheHeader() {
        MessageProperties properties =
                MessageProperties.builder()
                        .put(PropertyKeys.RECONSUME_TIME, "3")
                        .put(PropertyKeys.MAX_RECONSUME_TIMES, "16")
                        .put("a", "b")
                        .build();

        assertEquals(
                "a\u0001b\u0002UNIQ_KEY\u0001ID\u0002WAIT\u0001true\u0002",
                OutgoingMessage.propertiesText(
                        Message.of("%RETRY%g", new byte[1]).withProperties(properties), "ID"));
    }
}
