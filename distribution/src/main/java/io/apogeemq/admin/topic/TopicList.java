package io.apogeemq.admin.topic;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.output.TextTable;
import io.apogeemq.client.admin.Topics;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.commons.cli.Options;

/** Lists the topics, alone or with clusters and groups. Threads: confined to the main thread. */
public final class TopicList implements Command {
    private static final int CLUSTER_WIDTH = 20;
    private static final int NAME_WIDTH = 48;

    @Override
    public String name() {
        return "topicList";
    }

    @Override
    public Subject subject() {
        return Subject.TOPICS;
    }

    @Override
    public String purpose() {
        return "list the names of all topics";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(
                        OptionTexts.flag(
                                "c", "clusterModel", "show cluster and consumer groups of each"));
    }

    @Override
    public List<String> examples() {
        return List.of("topicList -n localhost:9876", "topicList -n localhost:9876 -c");
    }

    @Override
    public void run(Invocation call) {
        SortedSet<String> names = call.admin().topics().names();
        if (call.arguments().has("clusterModel")) {
            printWithGroups(call, names);
            return;
        }
        call.answer(
                json -> json.beginObject().strings("topics", names).endObject(),
                out -> names.forEach(out::println));
    }

    private static void printWithGroups(Invocation call, SortedSet<String> names) {
        List<Row> rows = new ArrayList<>();
        for (String topic : names) {
            if (!TopicName.isRetry(topic) && !TopicName.isDeadLetter(topic)) {
                rows.addAll(rows(call.admin().topics(), topic));
            }
        }
        call.answer(
                json -> json.beginObject().objects("topics", rows).endObject(),
                out -> {
                    TextTable table =
                            new TextTable()
                                    .column("#Cluster Name", CLUSTER_WIDTH)
                                    .column("#Topic", NAME_WIDTH)
                                    .column("#Consumer Group", NAME_WIDTH);
                    for (Row row : rows) {
                        if (row.groups.isEmpty()) {
                            table.row(row.cluster, row.topic, "");
                        }
                        row.groups.forEach(group -> table.row(row.cluster, row.topic, group));
                    }
                    table.print(out);
                });
    }

    /** A topic that was deleted since the names were listed has no row. */
    private static List<Row> rows(Topics topics, String topic) {
        SortedSet<String> clusters = new TreeSet<>();
        topics.findRoute(topic)
                .map(TopicRouteData::brokerDatas)
                .orElse(List.of())
                .forEach((BrokerData broker) -> clusters.add(broker.cluster()));
        if (clusters.isEmpty()) {
            return List.of();
        }
        SortedSet<String> groups = topics.groups(topic);
        return clusters.stream().map(cluster -> new Row(cluster, topic, groups)).toList();
    }

    private record Row(String cluster, String topic, SortedSet<String> groups) implements JsonBody {
        @Override
        public void write(JsonOut out) {
            out.beginObject()
                    .member("cluster", cluster)
                    .strings("groups", groups)
                    .member("topic", topic)
                    .endObject();
        }
    }
}
