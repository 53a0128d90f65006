package io.apogeemq.remoting.json;

/**
 * A value that writes itself as one JSON object of the peers' dialect: begin, members in
 * alphabetical order, end.
 */
@FunctionalInterface
public interface JsonBody {

    /** Writes the whole object, from its opening to its closing brace. */
    void write(JsonOut out);

    /** The object as UTF-8, for the body of a command or a file. */
    default byte[] toJson() {
        return WireJson.bytes(this);
    }
}
