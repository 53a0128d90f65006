package io.apogeemq.broker.send;

import io.apogeemq.store.append.AppendReceipt;
import io.apogeemq.store.append.HostAddress;
import java.net.InetSocketAddress;

/**
 * What one thread needs for sending and uses again for the next message: the buffer of the
 * properties, the receipt of the append, and the stored form of the producers' addresses.
 *
 * <p>Threads: each instance is confined to one thread.
 */
final class SendScratch {
    private static final int ADDRESSES = 64;

    private final PropertyRewrite properties;
    private final AppendReceipt receipt = new AppendReceipt();
    private final InetSocketAddress[] peers = new InetSocketAddress[ADDRESSES];
    private final HostAddress[] hosts = new HostAddress[ADDRESSES];

    SendScratch(PropertyRewrite properties) {
        this.properties = properties;
    }

    PropertyRewrite properties() {
        return properties;
    }

    /** What becomes of the append that is under way. */
    AppendReceipt receipt() {
        return receipt;
    }

    /** The stored form of an address. Direct mapped: a collision costs a conversion, nothing else. */
    HostAddress hostOf(InetSocketAddress peer) {
        int slot = peer.hashCode() & (ADDRESSES - 1);
        if (!peer.equals(peers[slot])) {
            peers[slot] = peer;
            hosts[slot] = HostAddress.of(peer);
        }
        return hosts[slot];
    }
}
