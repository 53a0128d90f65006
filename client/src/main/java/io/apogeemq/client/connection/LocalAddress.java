package io.apogeemq.client.connection;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The address by which a client names its machine: the first IPv4 address that does not start with
 * 127.0, 192.168 or 0., else the last IPv4 address, else an IPv6 address. Source: wire spec, client
 * behaviour, section 1.
 */
final class LocalAddress {
    private LocalAddress() {}

    /** The choice among the addresses of this machine's interfaces that are up. */
    static InetAddress find() {
        return choose(addressesOfMachine());
    }

    /** The choice among these; the loopback address when there is none. */
    static InetAddress choose(List<InetAddress> addresses) {
        InetAddress lastV4 = null;
        InetAddress lastV6 = null;
        for (InetAddress address : addresses) {
            if (address instanceof Inet4Address) {
                if (isDistinct(address.getHostAddress())) {
                    return address;
                }
                lastV4 = address;
            } else if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                lastV6 = address;
            }
        }
        if (lastV4 != null && !(lastV4.isLoopbackAddress() && lastV6 != null)) {
            return lastV4;
        }
        return lastV6 != null ? lastV6 : InetAddress.getLoopbackAddress();
    }

    private static boolean isDistinct(String ipv4) {
        return !ipv4.startsWith("127.0") && !ipv4.startsWith("192.168") && !ipv4.startsWith("0.");
    }

    private static List<InetAddress> addressesOfMachine() {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            for (NetworkInterface card :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (card.isUp() && !card.isVirtual()) {
                    addresses.addAll(Collections.list(card.getInetAddresses()));
                }
            }
        } catch (SocketException e) {
            return List.of(); // the loopback address will do as a name
        }
        return addresses;
    }
}
