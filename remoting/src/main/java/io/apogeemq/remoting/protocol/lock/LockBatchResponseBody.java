package io.apogeemq.remoting.protocol.lock;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import java.util.List;

/**
 * Body of the reply to LOCK_BATCH_MQ (41): those of the asked queues that the client now holds.
 *
 * <p>Source: wire spec, requests-core, "LOCK_BATCH_MQ".
 *
 * <p>Threads: immutable.
 */
public record LockBatchResponseBody(List<MessageQueue> lockOkMqSet) implements JsonBody {

    /** Takes a copy of the queues. */
    public LockBatchResponseBody {
        lockOkMqSet = List.copyOf(lockOkMqSet);
    }

    /** Reads the body. */
    public static LockBatchResponseBody fromJson(byte[] body) {
        return new LockBatchResponseBody(
                MessageQueueJson.readList(WireJson.object(body), "lockOKMQSet"));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject();
        MessageQueueJson.writeList(out, "lockOKMQSet", lockOkMqSet);
        out.endObject();
    }
}
