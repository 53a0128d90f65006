package io.apogeemq.client.consumer;

import io.apogeemq.client.compress.BodyCodec;
import io.apogeemq.client.error.BodyCodecException;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.topic.TopicName;
import java.util.Optional;

/** Makes of a stored message what an application is to see. Threads: pure functions. */
final class ReceivedMessages {
    private ReceivedMessages() {}

    /**
     * The message with its body in clear, and under the topic it was first sent to when it comes from a
     * retry topic.
     *
     * @throws BodyCodecException when the body is not what its compression makes
     */
    static MessageExt plain(MessageExt stored) {
        MessageExt message = stored;
        if (stored.isCompressed()) {
            byte[] body =
                    BodyCodec.plainBody(
                            stored.sysFlag(), stored.body(), BodyCodec.USUAL_MOST_BYTES);
            message = stored.withPlainBody(body);
        }
        if (TopicName.isRetry(message.topic())) {
            Optional<String> original = message.property(PropertyKeys.RETRY_TOPIC);
            return original.isPresent() ? message.withTopic(original.get()) : message;
        }
        return message;
    }
}
