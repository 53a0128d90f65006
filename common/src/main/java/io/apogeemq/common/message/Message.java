package io.apogeemq.common.message;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message as an application gives it to a producer.
 *
 * <p>The body is not copied; whoever hands it over must not change it afterwards. Whether topic, sizes
 * and delay are acceptable is for the producer and the broker to say.
 *
 * <p>Threads: immutable, as far as the body is left alone.
 */
public final class Message {
    private static final String KEY_SEPARATOR = " ";

    private final String topic;
    private final int flag;
    private final byte[] body;
    private final MessageProperties properties;

    private Message(String topic, int flag, byte[] body, MessageProperties properties) {
        this.topic = topic;
        this.flag = flag;
        this.body = body;
        this.properties = properties;
    }

    public static Message of(String topic, byte[] body) {
        return builder(topic).body(body).build();
    }

    public static Builder builder(String topic) {
        return new Builder(topic);
    }

    public String topic() {
        return topic;
    }

    /** The application's own number, stored as it is. */
    public int flag() {
        return flag;
    }

    public byte[] body() {
        return body;
    }

    /** All properties, the application's and the reserved ones. */
    public MessageProperties properties() {
        return properties;
    }

    public Optional<String> property(String name) {
        return properties.get(name);
    }

    /** The application's own properties. */
    public Map<String, String> userProperties() {
        Map<String, String> user = new LinkedHashMap<>(properties.asMap());
        user.keySet().removeIf(PropertyKeys::isReserved);
        return user;
    }

    public Optional<String> tags() {
        return properties.get(PropertyKeys.TAGS);
    }

    public List<String> keys() {
        return splitKeys(properties.getOr(PropertyKeys.KEYS, ""));
    }

    /** 0: not delayed by level. */
    public int delayLevel() {
        String level = properties.getOr(PropertyKeys.DELAY, "0");
        return Integer.parseInt(level);
    }

    /** Whether the broker answers only when its flush and replication settings are met. */
    public boolean isWaitStoreOk() {
        return !"false".equals(properties.getOr(PropertyKeys.WAIT, "true"));
    }

    /** The same message with these properties instead; for what clients add to a message. */
    public Message withProperties(MessageProperties newProperties) {
        return new Message(topic, flag, body, requireNonNull(newProperties, "newProperties"));
    }

    public Message withTopic(String newTopic) {
        return new Message(requireNonNull(newTopic, "newTopic"), flag, body, properties);
    }

    static List<String> splitKeys(String text) {
        List<String> keys = new ArrayList<>();
        for (String key : text.split(KEY_SEPARATOR, -1)) {
            if (!key.isEmpty()) {
                keys.add(key);
            }
        }
        return List.copyOf(keys);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that
                && topic.equals(that.topic)
                && flag == that.flag
                && Arrays.equals(body, that.body)
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * topic.hashCode() + properties.hashCode()) + Arrays.hashCode(body);
    }

    /** Without the body, which may be large or secret. */
    @Override
    public String toString() {
        return "Message[topic="
                + topic
                + ", flag="
                + flag
                + ", properties="
                + properties
                + ", bodyBytes="
                + body.length
                + ']';
    }

    /** Collects a message. Threads: confined to its creator. */
    public static final class Builder {
        private final String topic;
        private final MessageProperties.Builder properties = MessageProperties.builder();
        private int flag;
        private byte[] body = new byte[0];

        private Builder(String topic) {
            this.topic = requireNonNull(topic, "topic");
        }

        public Builder body(byte[] bytes) {
            body = requireNonNull(bytes, "bytes");
            return this;
        }

        /** The body as UTF-8. */
        public Builder body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        public Builder tags(String tags) {
            properties.put(PropertyKeys.TAGS, tags);
            return this;
        }

        public Builder keys(String... keys) {
            return keys(Arrays.asList(keys));
        }

        public Builder keys(Collection<String> keys) {
            properties.put(PropertyKeys.KEYS, String.join(KEY_SEPARATOR, keys));
            return this;
        }

        public Builder flag(int value) {
            flag = value;
            return this;
        }

        /** Delivered after the wait of this level, 1 to 18 unless the broker has other levels. */
        public Builder delayLevel(int level) {
            properties.put(PropertyKeys.DELAY, Integer.toString(level));
            return this;
        }

        /** Delivered this long after the broker got it. */
        public Builder deliverAfter(Duration delay) {
            properties.put(PropertyKeys.TIMER_DELAY_MS, Long.toString(delay.toMillis()));
            return this;
        }

        /** Delivered at this time, in milliseconds since 1970. */
        public Builder deliverAtMillis(long dueMillis) {
            properties.put(PropertyKeys.TIMER_DELIVER_MS, Long.toString(dueMillis));
            return this;
        }

        /** See {@link Message#isWaitStoreOk()}. */
        public Builder waitStoreOk(boolean wait) {
            properties.put(PropertyKeys.WAIT, Boolean.toString(wait));
            return this;
        }

        /**
         * One property of the application.
         *
         * @throws IllegalArgumentException when the name is reserved, or the text form cannot carry
         *     name or value
         */
        public Builder property(String name, String value) {
            if (PropertyKeys.isReserved(name)) {
                throw new IllegalArgumentException(
                        "property '" + name + "' is reserved by the system; use another name");
            }
            properties.put(name, value);
            return this;
        }

        public Message build() {
            return new Message(topic, flag, body, properties.build());
        }
    }
}
