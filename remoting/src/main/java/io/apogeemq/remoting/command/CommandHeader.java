package io.apogeemq.remoting.command;

/** The named fields of a request or response ("extFields"): a record that can write itself. */
@FunctionalInterface
public interface CommandHeader {
    /** A header object without a field. */
    CommandHeader EMPTY = out -> {};

    /** Puts every field that is present. Names must be distinct. */
    void write(HeaderWriter out);
}
