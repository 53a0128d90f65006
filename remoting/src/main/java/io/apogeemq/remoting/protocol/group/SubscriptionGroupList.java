package io.apogeemq.remoting.protocol.group;

import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;

/**
 * Body of UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST (225).
 *
 * <p>Source: wire spec, requests-admin, "UPDATE_AND_CREATE_SUBSCRIPTIONGROUP".
 *
 * <p>Threads: immutable.
 */
public record SubscriptionGroupList(List<SubscriptionGroupConfig> groupConfigList)
        implements JsonBody {

    /** Takes a copy of the list. */
    public SubscriptionGroupList {
        groupConfigList = List.copyOf(groupConfigList);
    }

    /** Reads the body. */
    public static SubscriptionGroupList fromJson(byte[] body) {
        return new SubscriptionGroupList(
                WireJson.object(body)
                        .arrayOrEmpty("groupConfigList")
                        .toObjects(SubscriptionGroupConfigJson::read));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .objects(
                        "groupConfigList",
                        groupConfigList.stream().map(SubscriptionGroupConfigJson::body).toList())
                .endObject();
    }
}
