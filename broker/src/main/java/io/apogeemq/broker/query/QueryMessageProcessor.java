package io.apogeemq.broker.query;

import static java.util.Objects.requireNonNull;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.query.QueryMessageRequestHeader;
import io.apogeemq.remoting.protocol.query.QueryMessageResponseHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.query.KeyQuery;
import io.apogeemq.store.query.QueryResult;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * QUERY_MESSAGE (12): the newest messages with a key, or with a unique key, in the order of the log.
 * Source: wire spec, "QUERY_MESSAGE".
 *
 * <p>Threads: the admin executor.
 */
public final class QueryMessageProcessor {

    /** However many are asked for. */
    private static final int MOST_MESSAGES = 64;

    /** For a unique key the number asked for does not count. */
    private static final int MOST_WITH_UNIQUE_KEY = 32;

    /** Clients take frames of 16 MiB unless told otherwise. */
    private static final int MOST_BYTES = 8 << 20;

    private static final String TAG = "T";

    private final MessageStore store;

    /** Answers from this store. */
    public QueryMessageProcessor(MessageStore store) {
        this.store = requireNonNull(store, "store");
    }

    /** Handles the request. */
    public void query(RemotingCommand request, Reply reply) {
        QueryMessageRequestHeader header = QueryMessageRequestHeader.read(request.fields());
        if (header.indexType().equals(TAG)) {
            reply.fail(
                    ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                    "messages can't be queried by tag here, indexType 'T': query by key or by"
                            + " unique key");
            return;
        }
        int most =
                header.uniqueKeyQuery()
                        ? MOST_WITH_UNIQUE_KEY
                        : Math.min(header.maxNum(), MOST_MESSAGES);
        if (most < 1) {
            reply.fail(
                    ResponseCode.INVALID_PARAMETER,
                    "maxNum '" + header.maxNum() + "' must be above zero");
            return;
        }
        Optional<QueryResult> found =
                store.query(
                        new KeyQuery(
                                header.topic(),
                                header.key(),
                                header.uniqueKeyQuery(),
                                most,
                                MOST_BYTES,
                                header.beginTimestamp(),
                                header.endTimestamp()));
        if (found.isEmpty()) {
            reply.fail(
                    ResponseCode.QUERY_NOT_FOUND,
                    "this broker keeps no index of keys: set messageIndexEnable=true");
            return;
        }
        try (QueryResult result = found.get()) {
            reply.send(answer(header, result));
        }
    }

    private static RemotingCommand answer(QueryMessageRequestHeader asked, QueryResult result) {
        QueryMessageResponseHeader header =
                new QueryMessageResponseHeader(
                        result.indexTimestamp(), result.indexPhysicalOffset());
        if (result.records().isEmpty()) {
            return RemotingCommand.response(
                    ResponseCode.QUERY_NOT_FOUND,
                    "no message of topic '"
                            + asked.topic()
                            + "' stored in that time has the key '"
                            + asked.key()
                            + "'",
                    header);
        }
        byte[] body = new byte[result.bytes()];
        int at = 0;
        for (MappedSlice record : result.records()) {
            ByteBuffer bytes = record.buffer();
            bytes.get(0, body, at, record.length());
            at += record.length();
        }
        return RemotingCommand.response(ResponseCode.SUCCESS, null, header, body);
    }
}
