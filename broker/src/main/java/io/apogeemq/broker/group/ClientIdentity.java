package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.remoting.command.LanguageCode;
import io.apogeemq.remoting.transport.Connection;

/**
 * The client that a heartbeat came from.
 *
 * <p>Threads: immutable.
 */
record ClientIdentity(Connection connection, String clientId, LanguageCode language, int version) {
    ClientIdentity {
        requireNonNull(connection, "connection");
        requireNonNull(clientId, "clientId");
        requireNonNull(language, "language");
    }
}
