package io.apogeemq.remoting.protocol.group;

import io.apogeemq.common.group.MessageModel;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.Objects;

/**
 * Body of QUERY_ASSIGNMENT (400): a client asks which queues of a topic are its own.
 *
 * <p>Source: wire spec, requests-core, "QUERY_ASSIGNMENT".
 *
 * <p>Threads: immutable.
 */
public record QueryAssignmentRequestBody(
        String topic,
        String consumerGroup,
        String clientId,
        String strategyName, // AVG or AVG_BY_CIRCLE
        MessageModel messageModel)
        implements JsonBody {

    /** Checks that nothing is null. */
    public QueryAssignmentRequestBody {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(consumerGroup, "consumerGroup");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(strategyName, "strategyName");
        Objects.requireNonNull(messageModel, "messageModel");
    }

    /** Reads the body. */
    public static QueryAssignmentRequestBody fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new QueryAssignmentRequestBody(
                in.requireString("topic"),
                in.requireString("consumerGroup"),
                in.requireString("clientId"),
                in.stringOr("strategyName", "AVG"),
                MessageModel.parse(in.stringOr("messageModel", "")));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("clientId", clientId)
                .member("consumerGroup", consumerGroup)
                .member("messageModel", messageModel.name())
                .member("strategyName", strategyName)
                .member("topic", topic)
                .endObject();
    }
}
