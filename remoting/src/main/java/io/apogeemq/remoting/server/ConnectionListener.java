package io.apogeemq.remoting.server;

import io.apogeemq.remoting.transport.Connection;

/**
 * Hears of connections that come and go, and of the end of each read. Called on the connection's io
 * thread; must not block.
 */
public interface ConnectionListener {
    /** Does nothing. */
    ConnectionListener NONE =
            new ConnectionListener() {
                @Override
                public void onOpen(Connection connection) {}

                @Override
                public void onClose(Connection connection) {}
            };

    /** A peer connected. */
    void onOpen(Connection connection);

    /** A connection is gone, for whatever reason; called once for each. */
    void onClose(Connection connection);

    /**
     * All requests of one read were handled, their answers are about to be sent: the moment for what
     * is done once for many requests, such as waking another thread.
     */
    default void onReadComplete() {}
}
