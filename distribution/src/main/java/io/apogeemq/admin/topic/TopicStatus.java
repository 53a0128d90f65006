package io.apogeemq.admin.topic;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.output.TextTable;
import io.apogeemq.admin.output.TimeText;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.protocol.topic.TopicOffset;
import io.apogeemq.remoting.protocol.topic.TopicStatsTable;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/**
 * Shows how far every queue of a topic reaches and when it was last written.
 *
 * <p>Threads: confined to the main thread.
 */
public final class TopicStatus implements Command {
    @Override
    public String name() {
        return "topicStatus";
    }

    @Override
    public Subject subject() {
        return Subject.TOPICS;
    }

    @Override
    public String purpose() {
        return "show the offsets of every queue of a topic";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.required("t", "topic", "name of the topic"))
                .addOption(OptionTexts.value("c", "cluster", "only the brokers of this cluster"));
    }

    @Override
    public List<String> examples() {
        return List.of("topicStatus -n localhost:9876 -t orders");
    }

    @Override
    public void run(Invocation call) {
        String topic = call.arguments().require("topic");
        TopicStatsTable stats =
                call.arguments()
                        .text("cluster")
                        .map(cluster -> call.admin().topics().statsInCluster(topic, cluster))
                        .orElseGet(() -> call.admin().topics().stats(topic));
        call.answer(json -> write(json, topic, stats), out -> print(out, stats));
    }

    private static void print(PrintStream out, TopicStatsTable stats) {
        TextTable table =
                new TextTable()
                        .column("#Broker Name", 32)
                        .column("#QID", 4)
                        .column("#Min Offset", 20)
                        .column("#Max Offset", 20)
                        .column("#Last Updated", 23);
        for (Map.Entry<MessageQueue, TopicOffset> row : stats.offsetTable().entrySet()) {
            TopicOffset offsets = row.getValue();
            table.row(
                    row.getKey().brokerName(),
                    row.getKey().queueId(),
                    offsets.minOffset(),
                    offsets.maxOffset(),
                    offsets.lastUpdateTimestamp() > 0
                            ? TimeText.millis(offsets.lastUpdateTimestamp())
                            : "");
        }
        table.print(out);
        out.println();
        out.println("Topic Put TPS: " + stats.topicPutTps());
    }

    private static void write(JsonOut json, String topic, TopicStatsTable stats) {
        json.beginObject().member("putTps", stats.topicPutTps()).name("queues").beginArray();
        for (Map.Entry<MessageQueue, TopicOffset> row : stats.offsetTable().entrySet()) {
            TopicOffset offsets = row.getValue();
            json.beginObject()
                    .member("brokerName", row.getKey().brokerName())
                    .member("lastUpdateTimestamp", offsets.lastUpdateTimestamp());
            if (offsets.lastUpdateTimestamp() > 0) {
                json.member("lastUpdated", TimeText.iso(offsets.lastUpdateTimestamp()));
            }
            json.member("maxOffset", offsets.maxOffset())
                    .member("minOffset", offsets.minOffset())
                    .member("queueId", row.getKey().queueId())
                    .endObject();
        }
        json.endArray().member("topic", topic).endObject();
    }
}
