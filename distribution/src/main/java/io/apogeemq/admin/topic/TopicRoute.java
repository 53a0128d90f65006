package io.apogeemq.admin.topic;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.output.IndentedJson;
import io.apogeemq.admin.output.TextTable;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** Shows which brokers have a topic. Threads: confined to the main thread. */
public final class TopicRoute implements Command {
    @Override
    public String name() {
        return "topicRoute";
    }

    @Override
    public Subject subject() {
        return Subject.TOPICS;
    }

    @Override
    public String purpose() {
        return "show on which brokers a topic is";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.required("t", "topic", "name of the topic"))
                .addOption(OptionTexts.flag("l", "list", "as a table"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "topicRoute -n localhost:9876 -t orders",
                "topicRoute -n localhost:9876 -t orders -l");
    }

    @Override
    public void run(Invocation call) {
        TopicRouteData route = call.admin().topics().route(call.arguments().require("topic"));
        call.answer(
                route,
                out -> {
                    if (call.arguments().has("list")) {
                        printTable(route, out);
                    } else {
                        out.println(IndentedJson.of(WireJson.text(route)));
                    }
                });
    }

    private static void printTable(TopicRouteData route, PrintStream out) {
        Map<String, QueueData> queues =
                route.queueDatas().stream()
                        .collect(Collectors.toMap(QueueData::brokerName, Function.identity()));
        TextTable table =
                new TextTable()
                        .column("#ClusterName", 20)
                        .column("#BrokerName", 24)
                        .column("#BrokerAddrs", 30)
                        .column("#ReadQueue", 10)
                        .column("#WriteQueue", 11)
                        .column("#Perm", 5);
        int read = 0;
        int write = 0;
        for (BrokerData broker : route.brokerDatas()) {
            QueueData data = queues.get(broker.brokerName());
            if (data != null) {
                read += data.readQueueNums();
                write += data.writeQueueNums();
                table.row(
                        broker.cluster(),
                        broker.brokerName(),
                        broker.brokerAddrs(),
                        data.readQueueNums(),
                        data.writeQueueNums(),
                        data.perm());
            }
        }
        table.row(
                "-".repeat(20),
                "-".repeat(24),
                "-".repeat(30),
                "-".repeat(10),
                "-".repeat(11),
                "-----");
        table.row("Total:", route.brokerDatas().size(), "", read, write, "");
        table.print(out);
    }
}
