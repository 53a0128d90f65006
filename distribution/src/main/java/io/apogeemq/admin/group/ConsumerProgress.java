package io.apogeemq.admin.group;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.client.admin.Groups;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.protocol.admin.ConsumeStats;
import io.apogeemq.remoting.protocol.group.ClientConnection;
import io.apogeemq.remoting.protocol.group.ConsumerConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Options;

/**
 * Shows how far groups are behind: an overview, or every queue of one group.
 *
 * <p>Threads: confined to the main thread.
 */
public final class ConsumerProgress implements Command {
    @Override
    public String name() {
        return "consumerProgress";
    }

    @Override
    public Subject subject() {
        return Subject.GROUPS;
    }

    @Override
    public String purpose() {
        return "show how far consumer groups are behind";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.value("g", "groupName", "every queue of this group"))
                .addOption(OptionTexts.value("t", "topicName", "only this topic"))
                .addOption(
                        OptionTexts.value("s", "showClientIP", "true: which client has each queue"))
                .addOption(OptionTexts.value("c", "cluster", "only this cluster"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "consumerProgress -n localhost:9876",
                "consumerProgress -n localhost:9876 -g billing -t orders");
    }

    @Override
    public void run(Invocation call) {
        Optional<String> group = call.arguments().text("groupName");
        if (group.isPresent()) {
            runOne(call, group.get());
        } else {
            runOverview(call);
        }
    }

    private static void runOne(Invocation call, String group) {
        Groups groups = call.admin().groups();
        ConsumeStats stats = stats(call, groups, group);
        if (stats.offsetTable().isEmpty()) {
            throw new CommandFailed(
                    "group '"
                            + group
                            + "' has no offset in any queue: it has not consumed yet, or the name"
                            + " is another one ('mqadmin consumerProgress' lists the groups)");
        }
        boolean showsClients = call.arguments().booleanOr("showClientIP", false);
        GroupLag lag =
                new GroupLag(
                        group,
                        stats,
                        showsClients,
                        showsClients ? clientByQueue(call, groups, group) : Map.of());
        call.answer(lag, lag::print);
    }

    private static ConsumeStats stats(Invocation call, Groups groups, String group) {
        Optional<String> topic = call.arguments().text("topicName");
        if (topic.isPresent()) {
            return groups.progress(group, topic.get());
        }
        return call.arguments()
                .text("cluster")
                .map(cluster -> groups.progressInCluster(group, cluster))
                .orElseGet(() -> groups.progress(group));
    }

    /** Which client has which queue; a member that does not answer is left out. */
    private static Map<MessageQueue, String> clientByQueue(
            Invocation call, Groups groups, String group) {
        Map<MessageQueue, String> clients = new HashMap<>();
        Optional<ConsumerConnection> members = groups.members(group);
        if (members.isEmpty()) {
            return clients;
        }
        for (ClientConnection member : members.get().connectionSet()) {
            String ip = member.clientId().replaceFirst("@.*", "");
            try {
                groups.runningInfo(group, member.clientId())
                        .mqTable()
                        .keySet()
                        .forEach(queue -> clients.put(queue, ip));
            } catch (MqException e) {
                call.warn("client '" + member.clientId() + "' left out: " + e.getMessage());
            }
        }
        return clients;
    }

    private static void runOverview(Invocation call) {
        Groups groups = call.admin().groups();
        List<GroupOverview.Row> rows = new ArrayList<>();
        for (String group : groups.names()) {
            try {
                rows.add(row(call, groups, group));
            } catch (MqException e) {
                call.warn("group '" + group + "' left out: " + e.getMessage());
            }
        }
        GroupOverview overview = new GroupOverview(rows);
        call.answer(overview, overview::print);
    }

    private static GroupOverview.Row row(Invocation call, Groups groups, String group) {
        ConsumeStats stats = stats(call, groups, group);
        long lag = 0;
        for (var queue : stats.offsetTable().values()) {
            lag += Math.max(0, queue.brokerOffset() - queue.consumerOffset());
        }
        return GroupOverview.Row.of(group, groups.members(group), stats.consumeTps(), lag);
    }
}
