package io.apogeemq.remoting.protocol.lock;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import java.util.List;
import java.util.Objects;

/**
 * Body of LOCK_BATCH_MQ (41) and UNLOCK_BATCH_MQ (42): the queues a client wants to hold or to give
 * up.
 *
 * <p>Source: wire spec, requests-core, "LOCK_BATCH_MQ".
 *
 * <p>Threads: immutable.
 */
public record LockBatchRequestBody(
        String consumerGroup,
        String clientId,
        List<MessageQueue> mqSet,
        boolean onlyThisBroker) // do not ask the other members of the broker group
        implements JsonBody {

    /** Takes a copy of the queues. */
    public LockBatchRequestBody {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
        Objects.requireNonNull(clientId, "clientId");
        mqSet = List.copyOf(mqSet);
    }

    /** Reads the body. */
    public static LockBatchRequestBody fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new LockBatchRequestBody(
                in.requireString("consumerGroup"),
                in.requireString("clientId"),
                MessageQueueJson.readList(in, "mqSet"),
                in.booleanOr("onlyThisBroker", false));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().member("clientId", clientId).member("consumerGroup", consumerGroup);
        MessageQueueJson.writeList(out, "mqSet", mqSet);
        out.member("onlyThisBroker", onlyThisBroker).endObject();
    }
}
