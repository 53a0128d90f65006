package io.apogeemq.remoting.command;

/**
 * Takes the fields of a header one by one and puts them straight into the frame being encoded.
 *
 * <p>Threads: valid only during the call of {@link CommandHeader#write}.
 */
public interface HeaderWriter {
    /** Adds a text field; a {@code null} value leaves the field out. */
    void put(String name, String value);

    /** Adds a text that is ASCII without control characters, quotes and backslashes: ids, digits. */
    void putPlain(String name, byte[] value);

    /** Adds a number as its decimal text. */
    void put(String name, int value);

    /** Adds a number as its decimal text. */
    void put(String name, long value);

    /** Adds {@code true} or {@code false}. */
    void put(String name, boolean value);

    /** Adds a field whose name and value are already UTF-8, as when a received header is sent on. */
    void put(byte[] data, int nameOffset, int nameLength, int valueOffset, int valueLength);
}
