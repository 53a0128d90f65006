package io.apogeemq.e2e;

/** A NameServer and a broker that clients can work with. */
public interface Servers extends AutoCloseable {
    /** Addresses as clients take them. */
    String nameServers();

    /** Stops the broker as an operator does, and starts it again on its store. */
    void restartBroker();

    /** Kills the broker, and starts it again on its store. */
    void crashBroker();

    @Override
    void close();
}
