package io.apogeemq.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Finds a pair of free ports, two apart, for a broker that was told to listen on any. They stay taken
 * until {@link #close}, which the broker calls just before it listens itself.
 */
final class FreePorts implements AutoCloseable {
    private static final int TRIES = 50;

    private final ServerSocket upper;
    private final ServerSocket lower;

    private FreePorts(ServerSocket upper, ServerSocket lower) {
        this.upper = upper;
        this.lower = lower;
    }

    /** Takes a pair. */
    static FreePorts take(String bindAddress) {
        try {
            InetAddress address = InetAddress.getByName(bindAddress);
            for (int i = 0; i < TRIES; i++) {
                ServerSocket upper = new ServerSocket();
                upper.setReuseAddress(true);
                upper.bind(new InetSocketAddress(address, 0));
                ServerSocket lower = new ServerSocket();
                lower.setReuseAddress(true);
                try {
                    lower.bind(new InetSocketAddress(address, upper.getLocalPort() - 2));
                    return new FreePorts(upper, lower);
                } catch (IOException takenByAnother) { // then the next pair
                    lower.close();
                    upper.close();
                }
            }
            throw new IOException("no two free ports found at a distance of two");
        } catch (IOException e) {
            throw new UncheckedIOException("no free ports on '" + bindAddress + "'", e);
        }
    }

    /** The port for clients; the other one is two below. */
    int port() {
        return upper.getLocalPort();
    }

    @Override
    public void close() {
        try {
            upper.close();
            lower.close();
        } catch (IOException e) {
            throw new UncheckedIOException("probed ports cannot be given back", e);
        }
    }
}
