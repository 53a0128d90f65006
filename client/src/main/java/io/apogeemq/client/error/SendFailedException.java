package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import java.util.List;
import java.util.OptionalInt;

/**
 * A message was not acknowledged, in spite of all attempts. Lists each attempt with its broker, its
 * outcome and its time; the cause is the last one's.
 *
 * <p>{@link #mayBeStored()} tells whether a broker may have the message all the same: one that did not
 * answer in time may have stored it. Sending it again then can make a duplicate.
 */
public final class SendFailedException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final String topic;

    @SuppressWarnings("serial") // an immutable list, which is serializable
    private final List<FailedAttempt> attempts;

    private final boolean mayBeStored;

    /** The end of a send. */
    public SendFailedException(
            String topic, List<FailedAttempt> attempts, boolean mayBeStored, Throwable cause) {
        super(categoryOf(cause), describe(topic, attempts, mayBeStored, cause), cause);
        this.topic = topic;
        this.attempts = List.copyOf(attempts);
        this.mayBeStored = mayBeStored;
    }

    /** The topic of the message. */
    public String topic() {
        return topic;
    }

    /** Every attempt, in order. */
    public List<FailedAttempt> attempts() {
        return attempts;
    }

    /** Whether a broker may have stored the message without having said so. */
    public boolean mayBeStored() {
        return mayBeStored;
    }

    /** The broker's response code when the last attempt was refused; empty when nobody answered. */
    public OptionalInt responseCode() {
        return getCause() instanceof BrokerRefusedException refused
                ? OptionalInt.of(refused.code())
                : OptionalInt.empty();
    }

    private static ErrorCategory categoryOf(Throwable cause) {
        return cause instanceof MqException known ? known.category() : ErrorCategory.BUSY;
    }

    private static String describe(
            String topic, List<FailedAttempt> attempts, boolean mayBeStored, Throwable cause) {
        StringBuilder text =
                new StringBuilder("message to topic '")
                        .append(topic)
                        .append("' was not acknowledged after ")
                        .append(attempts.size())
                        .append(attempts.size() == 1 ? " attempt: " : " attempts: ")
                        .append(NameServersUnreachableException.describe(attempts));
        if (cause instanceof TimedOutException) {
            text.append("; ").append(cause.getMessage());
        } else if (!(cause instanceof BrokerRefusedException)) {
            text.append("; check that the broker runs and that this host can reach its address");
        }
        if (mayBeStored) {
            text.append("; a broker that did not answer may have stored it");
        }
        return text.toString();
    }
}
