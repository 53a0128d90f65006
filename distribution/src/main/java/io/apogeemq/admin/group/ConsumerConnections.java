package io.apogeemq.admin.group;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.output.TextTable;
import io.apogeemq.admin.output.VersionText;
import io.apogeemq.client.admin.Groups;
import io.apogeemq.remoting.protocol.group.ClientConnection;
import io.apogeemq.remoting.protocol.group.ConsumerConnection;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Shows the members of a group and what they subscribe to. Threads: confined to the main thread. */
public final class ConsumerConnections implements Command {
    @Override
    public String name() {
        return "consumerConnection";
    }

    @Override
    public Subject subject() {
        return Subject.GROUPS;
    }

    @Override
    public String purpose() {
        return "show the connected members of a group and their subscriptions";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.required("g", "consumerGroup", "name of the group"))
                .addOption(OptionTexts.value("b", "brokerAddr", "as this broker knows them"));
    }

    @Override
    public List<String> examples() {
        return List.of("consumerConnection -n localhost:9876 -g billing");
    }

    @Override
    public void run(Invocation call) {
        String group = call.arguments().require("consumerGroup");
        Groups groups = call.admin().groups();
        Optional<ConsumerConnection> members =
                call.arguments()
                        .text("brokerAddr")
                        .map(address -> groups.members(address, group))
                        .orElseGet(() -> groups.members(group));
        if (members.isEmpty()) {
            throw new CommandFailed(
                    "no consumer of group '"
                            + group
                            + "' is connected; check the name, or that its application runs");
        }
        call.answer(members.get(), out -> print(out, members.get()));
    }

    private static void print(PrintStream out, ConsumerConnection members) {
        TextTable clients =
                new TextTable()
                        .column("#ClientId", 36)
                        .column("#ClientAddr", 22)
                        .column("#Language", 10)
                        .column("#Version", 8);
        for (ClientConnection client : members.connectionSet()) {
            clients.row(
                    client.clientId(),
                    client.clientAddr(),
                    client.language(),
                    VersionText.of(client.version()));
        }
        clients.print(out);
        out.println();
        out.println("Below is subscription:");
        TextTable subscriptions = new TextTable().column("#Topic", 20).column("#SubExpression", 20);
        for (SubscriptionData data : new TreeMap<>(members.subscriptionTable()).values()) {
            subscriptions.row(data.topic(), data.subString());
        }
        subscriptions.print(out);
        out.println();
        out.println("ConsumeType: " + members.consumeType());
        out.println("MessageModel: " + members.messageModel());
        out.println("ConsumeFromWhere: " + members.consumeFromWhere());
    }
}
