package io.apogeemq.namesrv.kv;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.namesrv.DeleteKvConfigRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.GetKvConfigRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.GetKvConfigResponseHeader;
import io.apogeemq.remoting.protocol.namesrv.GetKvListByNamespaceRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.protocol.namesrv.PutKvConfigRequestHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests about key-value configuration: put (100), get (101), delete (102), list (219).
 *
 * <p>Source: wire spec, requests-namesrv, section 13.
 *
 * <p>Threads: put and delete on admin, because they write a file; get and list on io.
 */
public final class KvProcessor {
    private static final Logger log = LoggerFactory.getLogger(KvProcessor.class);

    private final KvConfigs configs;

    /** Reads and changes these. */
    public KvProcessor(KvConfigs configs) {
        this.configs = configs;
    }

    /** PUT_KV_CONFIG (100). */
    public void put(RemotingCommand request, Reply reply) {
        PutKvConfigRequestHeader header = PutKvConfigRequestHeader.read(request.fields());
        requireText("namespace", header.namespace());
        requireText("key", header.key());
        change(() -> configs.put(header.namespace(), header.key(), header.value()));
        log.info("kv config set namespace={} key={}", header.namespace(), header.key());
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }

    /** GET_KV_CONFIG (101). */
    public void get(RemotingCommand request, Reply reply) {
        GetKvConfigRequestHeader header = GetKvConfigRequestHeader.read(request.fields());
        Optional<String> value = configs.value(header.namespace(), header.key());
        reply.send(
                value.isPresent()
                        ? RemotingCommand.response(
                                ResponseCode.SUCCESS,
                                null,
                                new GetKvConfigResponseHeader(value.get()))
                        : RemotingCommand.response(
                                ResponseCode.QUERY_NOT_FOUND,
                                "No config item, Namespace: "
                                        + header.namespace()
                                        + " Key: "
                                        + header.key(),
                                CommandHeader.EMPTY));
    }

    /** DELETE_KV_CONFIG (102): what is not there is gone as well. */
    public void delete(RemotingCommand request, Reply reply) {
        DeleteKvConfigRequestHeader header = DeleteKvConfigRequestHeader.read(request.fields());
        change(() -> configs.delete(header.namespace(), header.key()));
        log.info("kv config deleted namespace={} key={}", header.namespace(), header.key());
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }

    /** GET_KVLIST_BY_NAMESPACE (219). */
    public void list(RemotingCommand request, Reply reply) {
        String namespace = GetKvListByNamespaceRequestHeader.read(request.fields()).namespace();
        Optional<Map<String, String>> table = configs.namespace(namespace);
        reply.send(
                table.isPresent()
                        ? RemotingCommand.response(
                                ResponseCode.SUCCESS, null, null, new KvTable(table.get()).toJson())
                        : RemotingCommand.response(
                                ResponseCode.QUERY_NOT_FOUND,
                                "No config item, Namespace: " + namespace));
    }

    /** A change of the file. */
    private interface Change {
        void make() throws IOException;
    }

    private static void change(Change change) {
        try {
            change.make();
        } catch (IOException e) {
            log.error("kv config can't be written, nothing was changed", e);
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "the kv config file can't be written, nothing was changed: " + e);
        }
    }

    private static void requireText(String field, String value) {
        if (value.isEmpty()) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "namespace or key is null: header field '" + field + "' is empty");
        }
    }
}
