package io.apogeemq.broker.admin;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.server.Reply;

/**
 * The two answers that most administrative requests have.
 *
 * <p>Threads: pure functions.
 */
final class Answers {
    private Answers() {}

    /** Success without a body. */
    static void done(Reply reply) {
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }

    /** Success with a JSON body. */
    static void body(Reply reply, JsonBody body) {
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null, null, body.toJson()));
    }
}
