package io.apogeemq.remoting.protocol.heartbeat;

import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import java.util.List;
import java.util.Objects;

/**
 * One consumer group in a heartbeat, with what this member subscribes to.
 *
 * <p>Source: wire spec, requests-core, "HEART_BEAT".
 *
 * <p>Threads: immutable.
 */
public record ConsumerData(
        String groupName,
        ConsumeType consumeType,
        MessageModel messageModel,
        ConsumeFrom consumeFromWhere,
        List<SubscriptionData> subscriptionDataSet,
        boolean unitMode)
        implements JsonBody {

    /** Takes a copy of the subscriptions. */
    public ConsumerData {
        Objects.requireNonNull(groupName, "groupName");
        Objects.requireNonNull(consumeType, "consumeType");
        Objects.requireNonNull(messageModel, "messageModel");
        Objects.requireNonNull(consumeFromWhere, "consumeFromWhere");
        subscriptionDataSet = List.copyOf(subscriptionDataSet);
    }

    /** Reads the JSON form; unknown names of enums read as their defaults. */
    public static ConsumerData read(JsonObject in) {
        return new ConsumerData(
                in.requireString("groupName"),
                ConsumeType.parse(in.stringOr("consumeType", "")),
                MessageModel.parse(in.stringOr("messageModel", "")),
                ConsumeFrom.parse(in.stringOr("consumeFromWhere", "")),
                in.arrayOrEmpty("subscriptionDataSet").toObjects(SubscriptionData::read),
                in.booleanOr("unitMode", false));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("consumeFromWhere", consumeFromWhere.name())
                .member("consumeType", consumeType.name())
                .member("groupName", groupName)
                .member("messageModel", messageModel.name())
                .objects("subscriptionDataSet", subscriptionDataSet)
                .member("unitMode", unitMode)
                .endObject();
    }
}
