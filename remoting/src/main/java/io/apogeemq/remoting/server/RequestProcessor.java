package io.apogeemq.remoting.server;

import io.apogeemq.remoting.command.RemotingCommand;

/** Acts on the requests of one code, or of a few. */
@FunctionalInterface
public interface RequestProcessor {
    /**
     * Handles one request and answers it through {@code reply}: now, or later from any thread.
     *
     * <p>The request is valid until this returns. A processor registered without an executor runs on
     * the io thread and must not block.
     *
     * @throws Exception what is thrown becomes the answer: a {@link
     *     io.apogeemq.remoting.command.HeaderFieldException} names its field to the caller, {@link
     *     RequestRefused} gives its code and text, anything else is a fault of ours
     */
    void process(RemotingCommand request, Reply reply) throws Exception;
}
