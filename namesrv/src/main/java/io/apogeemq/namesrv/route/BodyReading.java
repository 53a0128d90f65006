package io.apogeemq.namesrv.route;

import io.apogeemq.common.error.MqException;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.function.Function;

/** Reads bodies so that a wrong one is the caller's mistake and is answered, not logged. */
final class BodyReading {
    private BodyReading() {}

    static <T> T read(RemotingCommand request, Function<byte[], T> reader) {
        try {
            return reader.apply(request.bodyBytes());
        } catch (MqException e) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER, "the body can't be read: " + e.getMessage());
        }
    }
}
