package io.apogeemq.client.connection;

import io.apogeemq.client.error.ClientConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of the NameServers, as text {@code host:port;host:port}; commas work as well.
 *
 * <p>Threads: immutable.
 */
record NameServerList(List<String> addresses) {
    private static final String PROPERTY = "rocketmq.namesrv.addr";
    private static final String VARIABLE = "NAMESRV_ADDR";
    private static final int HIGHEST_PORT = 65_535;

    NameServerList {
        addresses = List.copyOf(addresses);
    }

    /**
     * Reads a setting.
     *
     * @throws ClientConfigException when an entry is not {@code host:port}, or there is none
     */
    static NameServerList parse(String text) {
        List<String> addresses = new ArrayList<>();
        for (String part : text.split("[;,]", -1)) {
            String address = part.trim();
            if (address.isEmpty()) {
                continue;
            }
            if (!isHostAndPort(address)) {
                throw new ClientConfigException(
                        "nameServers '"
                                + text
                                + "' has the entry '"
                                + address
                                + "', which is not host:port; write for example"
                                + " '192.0.2.1:9876;192.0.2.2:9876'");
            }
            if (!addresses.contains(address)) {
                addresses.add(address);
            }
        }
        if (addresses.isEmpty()) {
            throw missing();
        }
        return new NameServerList(addresses);
    }

    /** What the process was started with: the system property, else the environment variable. */
    static NameServerList ofProcess() {
        String property = System.getProperty(PROPERTY);
        if (property != null && !property.isBlank()) {
            return parse(property);
        }
        String variable = System.getenv(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return parse(variable);
        }
        throw missing();
    }

    /** The text form, separated by semicolons. */
    String text() {
        return String.join(";", addresses);
    }

    private static boolean isHostAndPort(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            return colon > 0 && port > 0 && port <= HIGHEST_PORT;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static ClientConfigException missing() {
        return new ClientConfigException(
                "no NameServer address is given; call nameServers(\"host:9876\"), or set the system"
                        + " property "
                        + PROPERTY
                        + " or the environment variable "
                        + VARIABLE);
    }
}
