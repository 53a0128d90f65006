package io.apogeemq.store.append;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * An address and port in the form records keep them: 4 or 16 address bytes and an int32 port.
 *
 * <p>Immutable; make one per connection, not one per message.
 */
public final class HostAddress {

    private final byte[] encoded; // never handed out: records are written by copying from it

    private HostAddress(byte[] encoded) {
        this.encoded = encoded;
    }

    /**
     * The stored form of a socket address.
     *
     * @throws IllegalArgumentException if the host name was never resolved
     */
    public static HostAddress of(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        if (host == null) {
            throw new IllegalArgumentException(
                    "host '" + address.getHostString() + "' is not resolved: use an IP address");
        }
        return of(host.getAddress(), address.getPort());
    }

    /** The stored form of 4 or 16 address bytes and a port. */
    public static HostAddress of(byte[] address, int port) {
        if (address.length != 4 && address.length != 16) {
            throw new IllegalArgumentException(
                    "an address of " + address.length + " bytes: give 4 (IPv4) or 16 (IPv6)");
        }
        return new HostAddress(
                ByteBuffer.allocate(address.length + 4).put(address).putInt(port).array());
    }

    public boolean isIpv6() {
        return encoded.length == 20;
    }

    /** Bytes of the stored form: 8 or 20. */
    public int byteCount() {
        return encoded.length;
    }

    /** Copies the stored form to {@code target} and returns the position behind it. */
    public int copyTo(byte[] target, int position) {
        System.arraycopy(encoded, 0, target, position, encoded.length);
        return position + encoded.length;
    }

    /** Appends the stored form at the buffer's position. */
    public void writeTo(ByteBuffer target) {
        target.put(encoded);
    }
}
