package io.apogeemq.common.message;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The properties of one message, in their order, and their text form.
 *
 * <pre>
 * name 0x01 value 0x02, repeated, UTF-8
 * </pre>
 *
 * Reading is tolerant: the last 0x02 may be missing; entries shorter than three characters, without
 * 0x01, with an empty name or an empty value are skipped; the later of two equal names wins. Writing
 * always ends with 0x02. Source: wire spec, "Message properties text".
 *
 * <p>Threads: immutable. Errors: a name or value that the text form cannot carry is an {@link
 * IllegalArgumentException} when it is put in, not a damaged text later.
 */
public final class MessageProperties {
    public static final char NAME_END = 1;
    public static final char VALUE_END = 2;

    /** The most bytes of the text form a record can hold. */
    public static final int MAX_BYTES = Short.MAX_VALUE;

    public static final MessageProperties EMPTY = new MessageProperties(Map.of());

    private static final int MIN_ENTRY_LENGTH = 3;

    private final Map<String, String> values;

    private MessageProperties(Map<String, String> values) {
        this.values = values;
    }

    public static MessageProperties of(Map<String, String> values) {
        return builder().putAll(values).build();
    }

    /** Reads the text form; never fails. */
    public static MessageProperties parse(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        Map<String, String> values = new LinkedHashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(VALUE_END, start);
            if (end < 0) {
                end = text.length();
            }
            int nameEnd = text.indexOf(NAME_END, start);
            if (end - start >= MIN_ENTRY_LENGTH && nameEnd > start && nameEnd < end - 1) {
                values.put(text.substring(start, nameEnd), text.substring(nameEnd + 1, end));
            }
            start = end + 1;
        }
        return new MessageProperties(values);
    }

    /** Reads the text form from bytes; never fails, bytes that are not UTF-8 are replaced. */
    public static MessageProperties parse(byte[] bytes, int offset, int length) {
        return length == 0
                ? EMPTY
                : parse(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public String getOr(String name, String otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : value;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public int size() {
        return values.size();
    }

    /** The entries in their order; not to be changed. */
    public Map<String, String> asMap() {
        return Collections.unmodifiableMap(values);
    }

    public MessageProperties with(String name, String value) {
        return toBuilder().put(name, value).build();
    }

    public MessageProperties without(String name) {
        return has(name) ? toBuilder().remove(name).build() : this;
    }

    /** The text form, with the last 0x02. */
    public String encode() {
        StringBuilder text = new StringBuilder(values.size() * 32);
        for (Map.Entry<String, String> entry : values.entrySet()) {
            text.append(entry.getKey()).append(NAME_END);
            text.append(entry.getValue()).append(VALUE_END);
        }
        return text.toString();
    }

    public byte[] encodeToBytes() {
        return encode().getBytes(StandardCharsets.UTF_8);
    }

    public static Builder builder() {
        return new Builder(new LinkedHashMap<>());
    }

    public Builder toBuilder() {
        return new Builder(new LinkedHashMap<>(values));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessageProperties that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /** Collects properties. Threads: confined to its creator. */
    public static final class Builder {
        private Map<String, String> collected;

        private Builder(Map<String, String> collected) {
            this.collected = collected;
        }

        /**
         * @throws IllegalArgumentException when name or value is empty or holds a separator
         */
        public Builder put(String name, String value) {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
            if (name.isEmpty()
                    || name.indexOf(NAME_END) >= 0
                    || name.indexOf(VALUE_END) >= 0
                    || value.isEmpty()
                    || value.indexOf(VALUE_END) >= 0) {
                throw new IllegalArgumentException(
                        "property '"
                                + name
                                + "' cannot be sent: name and value must not be empty or hold the"
                                + " control characters 0x01 and 0x02");
            }
            collected.put(name, value);
            return this;
        }

        public Builder putAll(Map<String, String> entries) {
            entries.forEach(this::put);
            return this;
        }

        public Builder remove(String name) {
            collected.remove(name);
            return this;
        }

        /** Ends this builder; a further call starts from the same entries. */
        public MessageProperties build() {
            if (collected.isEmpty()) {
                return EMPTY;
            }
            MessageProperties built = new MessageProperties(collected);
            collected = new LinkedHashMap<>(collected);
            return built;
        }
    }
}
