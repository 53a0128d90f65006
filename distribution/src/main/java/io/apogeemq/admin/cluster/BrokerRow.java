package io.apogeemq.admin.cluster;

import io.apogeemq.client.admin.BrokerNode;
import java.util.Map;

/**
 * One broker with what it says of itself, read as numbers; what it does not say counts as zero.
 *
 * @param status by the keys of GET_BROKER_RUNTIME_INFO; empty when the broker did not answer
 */
record BrokerRow(BrokerNode broker, Map<String, String> status) {
    BrokerRow {
        status = Map.copyOf(status);
    }

    boolean hasAnswered() {
        return !status.isEmpty();
    }

    String text(String key) {
        return status.getOrDefault(key, "");
    }

    long number(String key) {
        return (long) decimal(key);
    }

    double decimal(String key) {
        return decimalOf(text(key));
    }

    /** The first of the averages over 10 seconds, a minute and ten minutes. */
    double rate(String key) {
        return decimalOf(text(key).trim().replaceFirst("\\s.*", ""));
    }

    private static double decimalOf(String text) {
        try {
            return text.isBlank() ? 0 : Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            return 0; // a broker of another make: the rest of its row is still worth showing
        }
    }
}
