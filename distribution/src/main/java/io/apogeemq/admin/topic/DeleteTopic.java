package io.apogeemq.admin.topic;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.Targets;
import java.util.List;
import org.apache.commons.cli.Options;

/**
 * Deletes a topic on the masters of a cluster and at every NameServer.
 *
 * <p>Threads: confined to the main thread.
 */
public final class DeleteTopic implements Command {
    @Override
    public String name() {
        return "deleteTopic";
    }

    @Override
    public Subject subject() {
        return Subject.TOPICS;
    }

    @Override
    public String purpose() {
        return "delete a topic and its messages";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.required("t", "topic", "name of the topic"))
                .addOption(OptionTexts.required("c", "clusterName", "the cluster that has it"));
    }

    @Override
    public List<String> examples() {
        return List.of("deleteTopic -n localhost:9876 -c DefaultCluster -t orders");
    }

    @Override
    public void run(Invocation call) {
        String topic = call.arguments().require("topic");
        String clusterName = call.arguments().require("clusterName");
        Targets targets = Targets.ofCluster(call, clusterName);
        targets.each(address -> call.admin().topics().delete(address, topic));
        targets.requireAll();
        call.line("delete topic [" + topic + "] from cluster [" + clusterName + "] success.");
        call.admin().topics().deleteRoute(clusterName, topic);
        call.answer(
                json -> {
                    json.beginObject();
                    targets.writeDone(json)
                            .member("clusterName", clusterName)
                            .member("topic", topic)
                            .endObject();
                },
                out -> out.println("delete topic [" + topic + "] from NameServer success."));
    }
}
