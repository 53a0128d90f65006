package io.apogeemq.remoting.protocol.group;

import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Body of the reply to GET_CONSUMER_CONNECTION_LIST (203): the members of a consumer group and what
 * it subscribes to.
 *
 * <p>Source: wire spec, requests-admin, "GET_CONSUMER_CONNECTION_LIST".
 *
 * <p>Threads: immutable.
 */
public record ConsumerConnection(
        List<ClientConnection> connectionSet,
        Map<String, SubscriptionData> subscriptionTable, // by topic
        ConsumeType consumeType,
        MessageModel messageModel,
        ConsumeFrom consumeFromWhere)
        implements JsonBody {

    /** Takes copies of the collections. */
    public ConsumerConnection {
        connectionSet = List.copyOf(connectionSet);
        subscriptionTable = Map.copyOf(subscriptionTable);
        Objects.requireNonNull(consumeType, "consumeType");
        Objects.requireNonNull(messageModel, "messageModel");
        Objects.requireNonNull(consumeFromWhere, "consumeFromWhere");
    }

    /** Reads the body. */
    public static ConsumerConnection fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new ConsumerConnection(
                in.arrayOrEmpty("connectionSet").toObjects(ClientConnection::read),
                in.objectOrEmpty("subscriptionTable")
                        .toMap(
                                JsonValue::asString,
                                value -> SubscriptionData.read(value.asObject())),
                ConsumeType.parse(in.stringOr("consumeType", "")),
                MessageModel.parse(in.stringOr("messageModel", "")),
                ConsumeFrom.parse(in.stringOr("consumeFromWhere", "")));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .objects("connectionSet", connectionSet)
                .member("consumeFromWhere", consumeFromWhere.name())
                .member("consumeType", consumeType.name())
                .member("messageModel", messageModel.name())
                .objectsByName("subscriptionTable", subscriptionTable)
                .endObject();
    }
}
