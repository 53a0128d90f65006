package io.apogeemq.broker.send;

import io.apogeemq.broker.send.PropertyNames.Treatment;
import io.apogeemq.common.concurrent.Clock;
import java.nio.charset.StandardCharsets;

/**
 * Tells messages that are to be delivered at once from those that are not: delayed ones, and the first halves of
 * transactions.
 *
 * <p>Threads: immutable.
 */
final class DeliveryTime {
    private final Clock clock;

    DeliveryTime(Clock clock) {
        this.clock = clock;
    }

    /**
     * Rare: the few messages with such a property pay for a string.
     *
     * @param text the property is {@code text[start .. end)}, its name ends at {@code nameEnd}
     * @throws IllegalMessage if the property holds the message back
     */
    void requireNow(Treatment treatment, byte[] text, int start, int nameEnd, int end) {
        String name = new String(text, start, nameEnd - start, StandardCharsets.UTF_8);
        String value = new String(text, nameEnd + 1, end - nameEnd - 1, StandardCharsets.UTF_8);
        if (treatment == Treatment.TRANSACTION) {
            if (Boolean.parseBoolean(value)) {
                throw IllegalMessage.transactional();
            }
            return;
        }
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw IllegalMessage.notANumber(name, value);
        }
        long latest = treatment == Treatment.DELAY_UNTIL ? clock.millis() : 0;
        if (number > latest) {
            throw IllegalMessage.delayed(name, value);
        }
    }
}
