package io.apogeemq.broker.send;

/**
 * A message that is not stored because of what it is; the text says what to change. Thrown without a
 * stack trace, since a peer can cause it at will.
 */
final class IllegalMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How peers and tools know this answer. */
    private static final String KNOWN_TEXT =
            "the message is illegal, maybe msg body or properties length not matched: ";

    private IllegalMessage(String message) {
        super(message, null, false, false);
    }

    static IllegalMessage propertiesTooLong(int bytes) {
        return new IllegalMessage(
                KNOWN_TEXT + "properties of '" + bytes + "' bytes, at most 32767 can be stored");
    }

    static IllegalMessage bodyTooLong(int bytes, int limit) {
        return new IllegalMessage(
                KNOWN_TEXT
                        + "body of '"
                        + bytes
                        + "' bytes, at most "
                        + limit
                        + " are taken; send less, or raise maxMessageSize");
    }

    static IllegalMessage emptyBody() {
        return new IllegalMessage("the message has no body: send at least one byte");
    }

    static IllegalMessage emptyBodyInBatch(int index) {
        return new IllegalMessage(
                "message '" + index + "' of the batch has no body: send at least one byte");
    }

    static IllegalMessage delayed(String name, String value) {
        return new IllegalMessage(
                "property "
                        + name
                        + " '"
                        + value
                        + "': this release does not deliver delayed messages; send without delay");
    }

    static IllegalMessage notANumber(String name, String value) {
        return new IllegalMessage(
                "property " + name + " '" + shortened(value) + "' is not a whole number");
    }

    static IllegalMessage transactional() {
        return new IllegalMessage(
                "this release does not deliver transactional messages; send with an ordinary"
                        + " producer");
    }

    static IllegalMessage reservedInBatch(String name) {
        return new IllegalMessage(
                "property '"
                        + shortened(name)
                        + "' of a message in the batch is reserved for brokers: leave it out");
    }

    static IllegalMessage batchToRetryTopic(String topic) {
        return new IllegalMessage(
                "a batch cannot be sent to the retry topic '" + topic + "': send single messages");
    }

    private static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }
}
