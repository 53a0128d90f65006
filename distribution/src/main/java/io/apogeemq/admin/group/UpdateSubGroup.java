package io.apogeemq.admin.group;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.Targets;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.group.GroupRetryPolicy;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.json.WireJsonException;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupConfigJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Creates a consumer group or changes its settings. Threads: confined to the main thread. */
public final class UpdateSubGroup implements Command {
    private static final int MOST_QUEUES = 65_536;
    private static final int MOST_RETRIES = 1_000_000;

    @Override
    public String name() {
        return "updateSubGroup";
    }

    @Override
    public Subject subject() {
        return Subject.GROUPS;
    }

    @Override
    public String purpose() {
        return "create a consumer group or change its settings";
    }

    @Override
    public Options options() {
        return new Options()
                .addOptionGroup(OptionTexts.brokerOrCluster())
                .addOption(OptionTexts.required("g", "groupName", "name of the group"))
                .addOption(
                        OptionTexts.value(
                                "s", "consumeEnable", "false: nobody of it gets messages"))
                .addOption(
                        OptionTexts.value(
                                "m", "consumeFromMinEnable", "true: may start at the first offset"))
                .addOption(
                        OptionTexts.value(
                                "d", "consumeBroadcastEnable", "true: may be broadcast to"))
                .addOption(
                        OptionTexts.value("o", "consumeMessageOrderly", "true: consumes in order"))
                .addOption(OptionTexts.value("q", "retryQueueNums", "queues of its retry topic"))
                .addOption(OptionTexts.value("r", "retryMaxTimes", "how often it is tried again"))
                .addOption(
                        OptionTexts.value(
                                "p",
                                "groupRetryPolicy",
                                "waits between tries, as JSON: {\"type\":\"EXPONENTIAL\",..}"))
                .addOption(OptionTexts.value("i", "brokerId", "broker id to read from normally"))
                .addOption(
                        OptionTexts.value(
                                "w",
                                "whichBrokerWhenConsumeSlowly",
                                "broker id to read from when far behind"))
                .addOption(
                        OptionTexts.value(
                                "a",
                                "notifyConsumerIdsChanged",
                                "false: members are not told of each other"))
                .addOption(
                        OptionTexts.value(
                                "attributes", "changes of attributes: +name=value,-name"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "updateSubGroup -n localhost:9876 -c DefaultCluster -g billing",
                "updateSubGroup -n localhost:9876 -c DefaultCluster -g billing -s false");
    }

    @Override
    public void run(Invocation call) {
        SubscriptionGroupConfig config = config(call.arguments());
        Targets targets = Targets.of(call);
        targets.each(
                address -> {
                    call.admin().groups().update(address, config);
                    call.line("create subscription group to " + address + " success.");
                });
        call.answer(
                json -> {
                    json.beginObject();
                    targets.writeDone(json).name("group");
                    SubscriptionGroupConfigJson.write(json, config);
                    json.endObject();
                },
                out -> out.println(text(config)));
        targets.requireAll();
    }

    /** The settings that are not given have the defaults of the peer's tool, not of the broker. */
    private static SubscriptionGroupConfig config(Arguments arguments) {
        String group = arguments.require("groupName");
        GroupName.problem(group)
                .ifPresent(
                        problem -> {
                            throw new UsageProblem(problem);
                        });
        return SubscriptionGroupConfig.builder(group)
                .consumeEnable(arguments.booleanOr("consumeEnable", true))
                .consumeFromMinEnable(arguments.booleanOr("consumeFromMinEnable", false))
                .consumeBroadcastEnable(arguments.booleanOr("consumeBroadcastEnable", false))
                .consumeMessageOrderly(arguments.booleanOr("consumeMessageOrderly", false))
                .retryQueueNums(arguments.intOr("retryQueueNums", 1, 0, MOST_QUEUES))
                .retryMaxTimes(arguments.intOr("retryMaxTimes", 16, -1, MOST_RETRIES))
                .groupRetryPolicy(policy(arguments))
                .brokerId(arguments.longOr("brokerId", 0, 0, Long.MAX_VALUE))
                .whichBrokerWhenConsumeSlowly(
                        arguments.longOr("whichBrokerWhenConsumeSlowly", 1, 0, Long.MAX_VALUE))
                .notifyConsumerIdsChangedEnable(
                        arguments.booleanOr("notifyConsumerIdsChanged", true))
                .attributes(attributes(arguments.text("attributes").orElse("")))
                .build();
    }

    private static GroupRetryPolicy policy(Arguments arguments) {
        String text = arguments.text("groupRetryPolicy").orElse("");
        if (text.isEmpty()) {
            return GroupRetryPolicy.DEFAULT;
        }
        try {
            JsonObject whole =
                    WireJson.object("{\"groupName\":\"any\",\"groupRetryPolicy\":" + text + "}");
            return SubscriptionGroupConfigJson.read(whole).groupRetryPolicy();
        } catch (WireJsonException e) {
            throw new UsageProblem(
                    "--groupRetryPolicy '"
                            + text
                            + "' cannot be read: "
                            + e.getMessage()
                            + "; give for example"
                            + " '{\"type\":\"EXPONENTIAL\",\"exponentialRetryPolicy\":"
                            + "{\"initial\":5000,\"max\":7200000,\"multiplier\":2}}'");
        }
    }

    /** Names keep their sign: the broker adds, changes or takes away by it. */
    private static Map<String, String> attributes(String changes) {
        Map<String, String> attributes = new TreeMap<>();
        for (String change : changes.split(",", -1)) {
            String trimmed = change.trim();
            if (trimmed.isEmpty()) {
                continue;
            }
            int equals = trimmed.indexOf('=');
            boolean adds = trimmed.startsWith("+") && equals > 1;
            boolean removes = trimmed.startsWith("-") && trimmed.length() > 1 && equals < 0;
            if (!adds && !removes) {
                throw new UsageProblem(
                        "--attributes '" + trimmed + "' must be +name=value or -name");
            }
            attributes.put(
                    adds ? trimmed.substring(0, equals) : trimmed,
                    adds ? trimmed.substring(equals + 1) : "");
        }
        return attributes;
    }

    private static String text(SubscriptionGroupConfig config) {
        return "SubscriptionGroupConfig{groupName="
                + config.groupName()
                + ", consumeEnable="
                + config.consumeEnable()
                + ", consumeFromMinEnable="
                + config.consumeFromMinEnable()
                + ", consumeBroadcastEnable="
                + config.consumeBroadcastEnable()
                + ", consumeMessageOrderly="
                + config.consumeMessageOrderly()
                + ", retryQueueNums="
                + config.retryQueueNums()
                + ", retryMaxTimes="
                + config.retryMaxTimes()
                + ", groupRetryPolicy=GroupRetryPolicy{type="
                + config.groupRetryPolicy().type()
                + "}, brokerId="
                + config.brokerId()
                + ", whichBrokerWhenConsumeSlowly="
                + config.whichBrokerWhenConsumeSlowly()
                + ", notifyConsumerIdsChangedEnable="
                + config.notifyConsumerIdsChangedEnable()
                + ", groupSysFlag="
                + config.groupSysFlag()
                + ", consumeTimeoutMinute="
                + config.consumeTimeoutMinute()
                + ", subscriptionDataSet=null, attributes="
                + config.attributes()
                + "}";
    }
}
