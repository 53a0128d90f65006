package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;

/**
 * Body of the reply to GET_CONSUMER_LIST_BY_GROUP (38): the client ids of a group's members.
 *
 * <p>Source: wire spec, requests-core, "GET_CONSUMER_LIST_BY_GROUP".
 *
 * <p>Threads: immutable.
 */
public record GetConsumerListByGroupResponseBody(List<String> consumerIdList) implements JsonBody {

    /** Takes a copy of the ids. */
    public GetConsumerListByGroupResponseBody {
        consumerIdList = List.copyOf(consumerIdList);
    }

    /** Reads the body. */
    public static GetConsumerListByGroupResponseBody fromJson(byte[] body) {
        return new GetConsumerListByGroupResponseBody(
                WireJson.object(body).arrayOrEmpty("consumerIdList").toStrings());
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().strings("consumerIdList", consumerIdList).endObject();
    }
}
