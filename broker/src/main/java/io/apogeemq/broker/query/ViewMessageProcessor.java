package io.apogeemq.broker.query;

import static java.util.Objects.requireNonNull;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.query.ViewMessageRequestHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.file.MappedSlice;
import java.util.Optional;

/**
 * VIEW_MESSAGE_BY_ID (33): the record at a position of the CommitLog. A position that is not the start
 * of a whole record is answered as not found, whatever lies there.
 *
 * <p>Threads: the admin executor.
 */
public final class ViewMessageProcessor {
    private final MessageStore store;

    /** Answers from this store. */
    public ViewMessageProcessor(MessageStore store) {
        this.store = requireNonNull(store, "store");
    }

    /** Handles the request. */
    public void view(RemotingCommand request, Reply reply) {
        long physicalOffset = ViewMessageRequestHeader.read(request.fields()).offset();
        Optional<MappedSlice> found = store.record(physicalOffset);
        if (found.isEmpty()) {
            reply.fail(
                    ResponseCode.SYSTEM_ERROR,
                    "look message by offset failed, no message starts at " + physicalOffset);
            return;
        }
        byte[] record;
        try (MappedSlice slice = found.get()) {
            record = new byte[slice.length()];
            slice.buffer().get(0, record);
        }
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null, null, record));
    }
}
