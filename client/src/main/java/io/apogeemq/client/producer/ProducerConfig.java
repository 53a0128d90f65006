package io.apogeemq.client.producer;

import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.common.group.GroupName;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of one producer; valid once made.
 *
 * @param sendTimeout for a send with all its attempts
 * @param mostRetries attempts after the first one
 * @param mostMessageBytes longest body that is sent
 */
record ProducerConfig(
        String group,
        Duration sendTimeout,
        int mostRetries,
        int mostMessageBytes,
        OutgoingMessage.Compression compression,
        boolean avoidSlowBrokers,
        int mostInFlightMessages,
        long mostInFlightBytes) {

    ProducerConfig {
        Optional<String> problem = GroupName.problem(group);
        if (problem.isPresent()) {
            throw new ClientConfigException(
                    "producer group '" + group + "' cannot be used: " + problem.get());
        }
        if (group.equals(GroupName.DEFAULT_PRODUCER)) {
            throw new ClientConfigException(
                    "producer group '" + group + "' is reserved; give the group a name of its own");
        }
        require("sendTimeout in ms", sendTimeout.toMillis(), 1, Integer.MAX_VALUE);
        require("retries", mostRetries, 0, 16);
        require("maxMessageSize", mostMessageBytes, 1, 1 << 30);
        require("compressAboveBytes", compression.aboveBytes(), 0, Integer.MAX_VALUE);
        require("mostInFlight messages", mostInFlightMessages, 1, 1 << 24);
        require("mostInFlight bytes", mostInFlightBytes, 1, 1L << 40);
    }

    private static void require(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ClientConfigException(
                    setting + " '" + value + "' must be " + least + " to " + most);
        }
    }
}
