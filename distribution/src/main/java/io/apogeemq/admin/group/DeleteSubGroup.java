package io.apogeemq.admin.group;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.Targets;
import io.apogeemq.client.admin.Topics;
import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.remoting.code.ResponseCode;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * Deletes a consumer group with its retry and dead-letter topics. A group that is not there counts as
 * deleted.
 *
 * <p>Threads: confined to the main thread.
 */
public final class DeleteSubGroup implements Command {
    @Override
    public String name() {
        return "deleteSubGroup";
    }

    @Override
    public Subject subject() {
        return Subject.GROUPS;
    }

    @Override
    public String purpose() {
        return "delete a consumer group";
    }

    @Override
    public Options options() {
        return new Options()
                .addOptionGroup(OptionTexts.brokerOrCluster())
                .addOption(OptionTexts.required("g", "groupName", "name of the group"))
                .addOption(
                        Option.builder("r")
                                .longOpt("removeOffset")
                                .hasArg()
                                .optionalArg(true)
                                .desc("true: forget how far it came (default: false)")
                                .get());
    }

    @Override
    public List<String> examples() {
        return List.of("deleteSubGroup -n localhost:9876 -c DefaultCluster -g billing -r true");
    }

    @Override
    public void run(Invocation call) {
        String group = call.arguments().require("groupName");
        boolean removesOffsets = call.arguments().booleanOr("removeOffset", false);
        String clusterName = call.arguments().text("clusterName").orElse("");
        String suffix = clusterName.isEmpty() ? "" : " in cluster [" + clusterName + "]";
        List<String> ownTopics =
                List.of(GroupName.retryTopic(group), GroupName.deadLetterTopic(group));
        Topics topics = call.admin().topics();
        Targets targets = Targets.of(call);
        targets.each(
                address -> {
                    call.admin().groups().delete(address, group, removesOffsets);
                    ownTopics.forEach(topic -> deleteIfThere(topics, address, topic));
                    call.line(
                            "delete subscription group ["
                                    + group
                                    + "] from broker ["
                                    + address
                                    + "]"
                                    + suffix
                                    + " success.");
                });
        if (!clusterName.isEmpty()) { // with one broker the others keep theirs, and their routes
            ownTopics.forEach(topic -> topics.deleteRoute(clusterName, topic));
        }
        if (call.isJson()) {
            call.answer(
                    json -> {
                        json.beginObject();
                        targets.writeDone(json).member("groupName", group).endObject();
                    },
                    out -> {});
        }
        targets.requireAll();
    }

    private static void deleteIfThere(Topics topics, String address, String topic) {
        try {
            topics.delete(address, topic);
        } catch (BrokerRefusedException e) {
            if (e.code() != ResponseCode.TOPIC_NOT_EXIST) {
                throw e;
            }
        }
    }
}
