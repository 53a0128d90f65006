package io.apogeemq.remoting.server;

import io.apogeemq.remoting.transport.ConnectionOptions;
import java.util.List;

/**
 * What a server listens on and how much it takes on.
 *
 * @param bindAddress local address, {@code 0.0.0.0} for all
 * @param ports ports to listen on; 0 takes a free one
 * @param mostConnections further ones are closed at once
 */
public record ServerConfig(
        String bindAddress,
        List<Integer> ports,
        int mostConnections,
        InFlightLimits inFlight,
        ConnectionOptions connection) {
    private static final int USUAL_MOST_CONNECTIONS = 65_536;

    public ServerConfig {
        ports = List.copyOf(ports);
        if (ports.isEmpty() || mostConnections <= 0) {
            throw new IllegalArgumentException(
                    "a server needs a port and room for connections; got ports "
                            + ports
                            + " and "
                            + mostConnections
                            + " connections");
        }
    }

    /** All addresses, one port, the usual limits. */
    public static ServerConfig onPort(int port) {
        return new ServerConfig(
                "0.0.0.0",
                List.of(port),
                USUAL_MOST_CONNECTIONS,
                InFlightLimits.DEFAULT,
                ConnectionOptions.DEFAULT);
    }
}
