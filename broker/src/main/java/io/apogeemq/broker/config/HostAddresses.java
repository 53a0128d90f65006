package io.apogeemq.broker.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/**
 * The address that a broker tells others when none is configured: the first private IPv4 address of
 * an interface that is up, else any that is not loopback, else loopback. Bridges of container engines
 * come last, since only their own containers reach them.
 *
 * <p>Threads: pure functions of the machine's interfaces.
 */
public final class HostAddresses {
    private HostAddresses() {}

    /** The address to tell. */
    public static String advertised() {
        List<InetAddress> candidates = candidates();
        for (InetAddress address : candidates) {
            if (address.isSiteLocalAddress()) {
                return address.getHostAddress();
            }
        }
        return candidates.isEmpty() ? "127.0.0.1" : candidates.get(0).getHostAddress();
    }

    private static List<InetAddress> candidates() {
        List<InetAddress> own = new ArrayList<>();
        List<InetAddress> bridged = new ArrayList<>();
        try {
            Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
            while (all.hasMoreElements()) {
                NetworkInterface each = all.nextElement();
                if (!each.isUp() || each.isLoopback() || each.isPointToPoint()) {
                    continue;
                }
                Enumeration<InetAddress> addresses = each.getInetAddresses();
                while (addresses.hasMoreElements()) {
                    InetAddress address = addresses.nextElement();
                    if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
                        (isBridge(each.getName()) ? bridged : own).add(address);
                    }
                }
            }
        } catch (SocketException e) {
            return List.of(); // the machine tells no interfaces: only loopback is sure
        }
        own.addAll(bridged);
        return own;
    }

    private static boolean isBridge(String interfaceName) {
        return interfaceName.startsWith("docker")
                || interfaceName.startsWith("br-")
                || interfaceName.startsWith("virbr")
                || interfaceName.startsWith("cni");
    }
}
