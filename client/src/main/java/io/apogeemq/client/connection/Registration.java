package io.apogeemq.client.connection;

/** Something that was registered and can be taken back, once; taking it back again does nothing. */
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
