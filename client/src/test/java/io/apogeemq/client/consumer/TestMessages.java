package io.apogeemq.client.consumer;

import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Messages as a broker would have stored them. */
final class TestMessages {
    private static final InetSocketAddress HOST = new InetSocketAddress("127.0.0.1", 10911);

    private TestMessages() {}

    static MessageExt at(String topic, int queueId, long queueOffset) {
        return at(topic, queueId, queueOffset, "");
    }

    static MessageExt at(String topic, int queueId, long queueOffset, String tag) {
        byte[] body = ("body-" + queueOffset).getBytes(StandardCharsets.UTF_8);
        MessageProperties properties =
                tag.isEmpty()
                        ? MessageProperties.EMPTY
                        : MessageProperties.builder().put(PropertyKeys.TAGS, tag).build();
        return new MessageExt(
                topic,
                queueId,
                queueOffset,
                queueOffset * 100,
                0,
                0,
                1,
                HOST,
                2,
                HOST,
                0,
                0,
                MessageExt.crcOf(body),
                body,
                properties,
                100);
    }

    static String bodyOf(MessageExt message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}
