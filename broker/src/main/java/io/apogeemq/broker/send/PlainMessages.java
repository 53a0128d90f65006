package io.apogeemq.broker.send;

import io.apogeemq.broker.send.PropertyNames.Treatment;
import io.apogeemq.common.message.PropertyScanner;
import io.apogeemq.store.append.BatchCheck;
import java.nio.charset.StandardCharsets;

/**
 * Refuses a batch with a message that has no body, or a property that a message of a batch may not have: they
 * are stored as they are.
 *
 * <p>Threads: immutable. Errors: throws {@link IllegalMessage}.
 */
final class PlainMessages implements BatchCheck {

    private final PropertyNames names;
    private final DeliveryTime deliveryTime;

    PlainMessages(PropertyNames names, DeliveryTime deliveryTime) {
        this.names = names;
        this.deliveryTime = deliveryTime;
    }

    @Override
    public void message(int index, int bodyBytes) {
        if (bodyBytes == 0) {
            throw IllegalMessage.emptyBodyInBatch(index);
        }
    }

    @Override
    public boolean looksAt(byte first) {
        return names.mayBeUnfit(first);
    }

    @Override
    public void property(byte[] text, int start, int end) {
        int nameEnd = PropertyScanner.nameEnd(text, start, end);
        if (nameEnd == start || nameEnd == end) {
            return; // nobody can read it
        }
        Treatment treatment = names.of(text, start, nameEnd - start);
        switch (treatment) {
            case KEEP, UNIQUE_KEY, WAIT -> {}
            case DROP ->
                    throw IllegalMessage.reservedInBatch(
                            new String(text, start, nameEnd - start, StandardCharsets.UTF_8));
            case DELAY_LEVEL, DELAY_SPAN, DELAY_UNTIL, TRANSACTION ->
                    deliveryTime.requireNow(treatment, text, start, nameEnd, end);
        }
    }
}
