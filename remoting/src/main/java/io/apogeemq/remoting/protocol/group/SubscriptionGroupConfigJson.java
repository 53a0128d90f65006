package io.apogeemq.remoting.protocol.group;

import io.apogeemq.common.group.GroupRetryPolicy;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.group.SubscriptionGroupConfig.Subscription;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;

/**
 * The JSON form of a {@link SubscriptionGroupConfig}, on the wire and in subscriptionGroup.json.
 *
 * <p>Source: wire spec, requests-admin, "UPDATE_AND_CREATE_SUBSCRIPTIONGROUP". Absent members have
 * the defaults of a new group, so that objects of 4.x read well.
 *
 * <p>Threads: pure functions.
 */
public final class SubscriptionGroupConfigJson {

    private static final String EXPONENTIAL = "EXPONENTIAL";

    private SubscriptionGroupConfigJson() {}

    /** The config as something that can be written. */
    public static JsonBody body(SubscriptionGroupConfig config) {
        return out -> write(out, config);
    }

    /** The config as a body. */
    public static byte[] toJson(SubscriptionGroupConfig config) {
        return body(config).toJson();
    }

    /** Reads a body that is one config. */
    public static SubscriptionGroupConfig fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads one config; the name must be there. */
    public static SubscriptionGroupConfig read(JsonObject in) {
        String groupName = in.requireString("groupName");
        SubscriptionGroupConfig defaults = SubscriptionGroupConfig.named(groupName);
        return new SubscriptionGroupConfig(
                groupName,
                in.booleanOr("consumeEnable", defaults.consumeEnable()),
                in.booleanOr("consumeFromMinEnable", defaults.consumeFromMinEnable()),
                in.booleanOr("consumeBroadcastEnable", defaults.consumeBroadcastEnable()),
                in.booleanOr("consumeMessageOrderly", defaults.consumeMessageOrderly()),
                in.intOr("retryQueueNums", defaults.retryQueueNums()),
                in.intOr("retryMaxTimes", defaults.retryMaxTimes()),
                readPolicy(in.objectOrEmpty("groupRetryPolicy")),
                in.longOr("brokerId", defaults.brokerId()),
                in.longOr("whichBrokerWhenConsumeSlowly", defaults.whichBrokerWhenConsumeSlowly()),
                in.booleanOr(
                        "notifyConsumerIdsChangedEnable",
                        defaults.notifyConsumerIdsChangedEnable()),
                in.intOr("groupSysFlag", defaults.groupSysFlag()),
                in.intOr("consumeTimeoutMinute", defaults.consumeTimeoutMinute()),
                in.arrayOrEmpty("subscriptionDataSet")
                        .toObjects(SubscriptionGroupConfigJson::readSubscription),
                in.objectOrEmpty("attributes").toTexts());
    }

    private static GroupRetryPolicy readPolicy(JsonObject in) {
        if (EXPONENTIAL.equals(in.stringOr("type", ""))) {
            JsonObject waits = in.objectOrEmpty("exponentialRetryPolicy");
            return new GroupRetryPolicy.Exponential(
                    waits.longOr("initial", 5_000),
                    waits.longOr("max", 7_200_000),
                    waits.longOr("multiplier", 2));
        }
        return new GroupRetryPolicy.Customized(
                in.objectOrEmpty("customizedRetryPolicy")
                        .arrayOrEmpty("next")
                        .toList(JsonValue::asLong));
    }

    private static Subscription readSubscription(JsonObject in) {
        return new Subscription(
                in.requireString("topic"),
                in.stringOr("expressionType", "TAG"),
                in.stringOr("expression", ""),
                in.longOr("version", 0));
    }

    /** Writes the config as an object. */
    public static void write(JsonOut out, SubscriptionGroupConfig config) {
        out.beginObject()
                .texts("attributes", config.attributes())
                .member("brokerId", config.brokerId())
                .member("consumeBroadcastEnable", config.consumeBroadcastEnable())
                .member("consumeEnable", config.consumeEnable())
                .member("consumeFromMinEnable", config.consumeFromMinEnable())
                .member("consumeMessageOrderly", config.consumeMessageOrderly())
                .member("consumeTimeoutMinute", config.consumeTimeoutMinute())
                .member("groupName", config.groupName())
                .member("groupRetryPolicy", value -> writePolicy(value, config.groupRetryPolicy()))
                .member("groupSysFlag", config.groupSysFlag())
                .member("notifyConsumerIdsChangedEnable", config.notifyConsumerIdsChangedEnable())
                .member("retryMaxTimes", config.retryMaxTimes())
                .member("retryQueueNums", config.retryQueueNums());
        if (!config.subscriptionDataSet().isEmpty()) {
            out.name("subscriptionDataSet").beginArray();
            config.subscriptionDataSet().forEach(value -> writeSubscription(out, value));
            out.endArray();
        }
        out.member("whichBrokerWhenConsumeSlowly", config.whichBrokerWhenConsumeSlowly())
                .endObject();
    }

    private static void writePolicy(JsonOut out, GroupRetryPolicy policy) {
        out.beginObject();
        if (policy instanceof GroupRetryPolicy.Customized customized) {
            if (!customized.nextMillis().isEmpty()) {
                out.name("customizedRetryPolicy")
                        .beginObject()
                        .integers("next", customized.nextMillis())
                        .endObject();
            }
        } else if (policy instanceof GroupRetryPolicy.Exponential exponential) {
            out.name("exponentialRetryPolicy")
                    .beginObject()
                    .member("initial", exponential.initialMillis())
                    .member("max", exponential.maxMillis())
                    .member("multiplier", exponential.multiplier())
                    .endObject();
        } else {
            throw new AssertionError("unknown retry policy " + policy);
        }
        out.member("type", policy.type()).endObject();
    }

    private static void writeSubscription(JsonOut out, Subscription subscription) {
        out.beginObject()
                .member("expression", subscription.expression())
                .member("expressionType", subscription.expressionType())
                .member("topic", subscription.topic())
                .member("version", subscription.version())
                .endObject();
    }
}
