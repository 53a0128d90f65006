package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Body that is a list of topics (codes 206, 224, 304, 305, 311 to 313, 343).
 *
 * <p>Source: wire spec, requests-namesrv, section 10.
 *
 * <p>Threads: immutable.
 */
public record TopicList(
        List<String> topicList, String brokerAddr) // ip:port of some broker, empty: none
        implements JsonBody {

    /** Takes a copy of the list. */
    public TopicList {
        topicList = List.copyOf(topicList);
        Objects.requireNonNull(brokerAddr, "brokerAddr");
    }

    /** A list without a broker's address. */
    public static TopicList of(Iterable<String> topics) {
        List<String> list = new ArrayList<>();
        topics.forEach(list::add);
        return new TopicList(list, "");
    }

    /** Reads the body. */
    public static TopicList fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new TopicList(
                in.arrayOrEmpty("topicList").toStrings(), in.stringOr("brokerAddr", ""));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .memberUnlessEmpty("brokerAddr", brokerAddr)
                .strings("topicList", topicList)
                .endObject();
    }
}
