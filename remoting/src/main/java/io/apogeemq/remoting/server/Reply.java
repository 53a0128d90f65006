package io.apogeemq.remoting.server;

import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.transport.Connection;

/**
 * The answer to one request, to be given exactly once: at once or later, from any thread. A second
 * answer is dropped and logged. Answers to one-way requests are dropped in silence.
 */
public interface Reply {
    /** Answers, and takes the response's body. */
    void send(RemotingCommand response);

    /** Answers with an error code and a text that says what is wrong and what to do. */
    default void fail(int responseCode, String remark) {
        send(RemotingCommand.response(responseCode, remark));
    }

    /** False for a one-way request: whatever is answered goes nowhere. */
    boolean isWanted();

    /** The connection that the request came over. */
    Connection connection();
}
