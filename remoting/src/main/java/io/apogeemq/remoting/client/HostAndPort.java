package io.apogeemq.remoting.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;

/**
 * An address in the protocol's text form {@code host:port}, split at the last colon so that a bare
 * IPv6 literal works.
 */
record HostAndPort(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    static HostAndPort parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= HIGHEST_PORT) {
                return new HostAndPort(address.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for everything that is not host:port
        }
        throw new IllegalArgumentException(
                "'" + address + "' is not an address of the form host:port");
    }

    /** Looks the host up; a name on a thread of its own, since that may block for seconds. */
    CompletableFuture<InetSocketAddress> resolve() {
        String literal =
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        if (NetUtil.isValidIpV4Address(literal) || NetUtil.isValidIpV6Address(literal)) {
            return CompletableFuture.completedFuture(
                    new InetSocketAddress(
                            NetUtil.createInetAddressFromIpAddressString(literal), port));
        }
        CompletableFuture<InetSocketAddress> resolved = new CompletableFuture<>();
        Thread lookUp = new Thread(() -> lookUp(resolved), "resolve-" + host);
        lookUp.setDaemon(true);
        lookUp.start();
        return resolved;
    }

    private void lookUp(CompletableFuture<InetSocketAddress> resolved) {
        try {
            resolved.complete(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            resolved.completeExceptionally(
                    new UnknownHostException("host name '" + host + "' is not known"));
        }
    }
}
