package io.apogeemq.admin.topic;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.Command;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.Targets;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.client.admin.BrokerNode;
import io.apogeemq.client.admin.Cluster;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicFilterType;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.protocol.topic.TopicConfigJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** Creates a topic or changes its settings. Threads: confined to the main thread. */
public final class UpdateTopic implements Command {
    private static final int DEFAULT_QUEUES = 8;
    private static final int MOST_QUEUES = 65_536;

    @Override
    public String name() {
        return "updateTopic";
    }

    @Override
    public Subject subject() {
        return Subject.TOPICS;
    }

    @Override
    public String purpose() {
        return "create a topic or change its settings";
    }

    @Override
    public Options options() {
        return new Options()
                .addOptionGroup(OptionTexts.brokerOrCluster())
                .addOption(OptionTexts.required("t", "topic", "name of the topic"))
                .addOption(
                        OptionTexts.value(
                                "r", "readQueueNums", "queues to consume from (default: 8)"))
                .addOption(
                        OptionTexts.value("w", "writeQueueNums", "queues to send to (default: 8)"))
                .addOption(OptionTexts.value("p", "perm", "2 write, 4 read, 6 both (default: 6)"))
                .addOption(
                        OptionTexts.value(
                                "o", "order", "true: fix the queues that ordered sends see"))
                .addOption(OptionTexts.value("u", "unit", "true: a unit topic"))
                .addOption(OptionTexts.value("s", "hasUnitSub", "true: has unit subscriptions"))
                .addOption(
                        OptionTexts.value(
                                "a", "attributes", "changes of attributes: +name=value,-name"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "updateTopic -n localhost:9876 -c DefaultCluster -t orders -r 16 -w 16",
                "updateTopic -n localhost:9876 -b 192.0.2.1:10911 -t orders -p 4");
    }

    @Override
    public void run(Invocation call) {
        TopicConfig config = config(call.arguments());
        String attributes = call.arguments().text("attributes").orElse("");
        Targets targets = Targets.of(call);
        targets.each(
                address -> {
                    call.admin().topics().update(address, config, attributes);
                    call.line("create topic to " + address + " success.");
                });
        String order = config.order() ? fixOrder(call, config, targets) : "";
        call.answer(
                json -> {
                    json.beginObject();
                    targets.writeDone(json).memberUnlessEmpty("orderConf", order);
                    json.name("topic");
                    TopicConfigJson.write(json, config);
                    json.endObject();
                },
                out -> out.println(text(config, attributes)));
        targets.requireAll();
    }

    private static TopicConfig config(Arguments arguments) {
        String topic = arguments.require("topic");
        TopicName.problem(topic)
                .ifPresent(
                        problem -> {
                            throw new UsageProblem(problem);
                        });
        int perm =
                arguments.intOr(
                        "perm", QueuePermission.READ_WRITE, 0, QueuePermission.PRIORITY - 1);
        int sysFlag =
                (arguments.booleanOr("unit", false) ? TopicConfig.UNIT : 0)
                        | (arguments.booleanOr("hasUnitSub", false)
                                ? TopicConfig.UNIT_SUBSCRIPTION
                                : 0);
        return new TopicConfig(
                topic,
                arguments.intOr("readQueueNums", DEFAULT_QUEUES, 1, MOST_QUEUES),
                arguments.intOr("writeQueueNums", DEFAULT_QUEUES, 1, MOST_QUEUES),
                perm,
                TopicFilterType.SINGLE_TAG,
                sysFlag,
                arguments.booleanOr("order", false),
                Map.of());
    }

    private static String fixOrder(Invocation call, TopicConfig config, Targets targets) {
        Cluster cluster = call.admin().cluster();
        Map<String, Integer> queues = new TreeMap<>();
        for (String address : targets.addresses()) {
            String brokerName =
                    cluster.brokerAt(address)
                            .map(BrokerNode::brokerName)
                            .orElseThrow(
                                    () ->
                                            new CommandFailed(
                                                    "the order of queues was not fixed: no broker"
                                                            + " is registered with the address '"
                                                            + address
                                                            + "'; give the one that clusterList"
                                                            + " shows"));
            queues.put(brokerName, config.writeQueueNums());
        }
        String merged = call.admin().topics().mergeOrder(config.topicName(), queues);
        String what = call.arguments().has("brokerAddr") ? "broker" : "cluster";
        call.line("set " + what + " orderConf. isOrder=true, orderConf=[" + joined(queues) + "]");
        return merged;
    }

    private static String joined(Map<String, Integer> queues) {
        return queues.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    private static String text(TopicConfig config, String attributes) {
        return "TopicConfig [topicName="
                + config.topicName()
                + ", readQueueNums="
                + config.readQueueNums()
                + ", writeQueueNums="
                + config.writeQueueNums()
                + ", perm="
                + QueuePermission.text(config.perm())
                + ", topicFilterType="
                + config.topicFilterType()
                + ", topicSysFlag="
                + config.topicSysFlag()
                + ", order="
                + config.order()
                + ", attributes={"
                + attributes
                + "}]";
    }
}
