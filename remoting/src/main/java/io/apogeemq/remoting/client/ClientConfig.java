package io.apogeemq.remoting.client;

import io.apogeemq.remoting.transport.ConnectionOptions;
import java.time.Duration;

/**
 * How a client connects.
 *
 * @param connectTimeout how long opening a connection may take
 */
public record ClientConfig(Duration connectTimeout, ConnectionOptions connection) {
    /** Three seconds to connect, the usual limits. */
    public static final ClientConfig DEFAULT =
            new ClientConfig(Duration.ofSeconds(3), ConnectionOptions.DEFAULT);
}
