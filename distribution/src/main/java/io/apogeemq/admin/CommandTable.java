package io.apogeemq.admin;

import io.apogeemq.admin.bench.BenchCommand;
import io.apogeemq.admin.cluster.BrokerStatus;
import io.apogeemq.admin.cluster.CleanUp;
import io.apogeemq.admin.cluster.ClusterList;
import io.apogeemq.admin.cluster.StoreVerify;
import io.apogeemq.admin.group.ConsumerConnections;
import io.apogeemq.admin.group.ConsumerProgress;
import io.apogeemq.admin.group.DeleteSubGroup;
import io.apogeemq.admin.group.UpdateSubGroup;
import io.apogeemq.admin.message.ConsumeMessage;
import io.apogeemq.admin.message.QueryMessageById;
import io.apogeemq.admin.message.QueryMessageByKey;
import io.apogeemq.admin.message.QueryMessageByUniqueKey;
import io.apogeemq.admin.message.SendMessage;
import io.apogeemq.admin.topic.DeleteTopic;
import io.apogeemq.admin.topic.TopicList;
import io.apogeemq.admin.topic.TopicRoute;
import io.apogeemq.admin.topic.TopicStatus;
import io.apogeemq.admin.topic.UpdateTopic;
import java.util.List;
import java.util.Optional;

/**
 * Every command of mqadmin, in the order of its list: the table of contents.
 *
 * <p>Threads: immutable.
 */
final class CommandTable {
    private final List<Command> commands;

    CommandTable(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /** The commands of the product. */
    static CommandTable complete() {
        return new CommandTable(
                List.of(
                        new UpdateTopic(),
                        new DeleteTopic(),
                        new TopicList(),
                        new TopicRoute(),
                        new TopicStatus(),
                        new UpdateSubGroup(),
                        new DeleteSubGroup(),
                        new ConsumerProgress(),
                        new ConsumerConnections(),
                        new ClusterList(),
                        new BrokerStatus(),
                        new StoreVerify(),
                        CleanUp.ofExpiredLog(),
                        CleanUp.ofExpiredQueues(),
                        new SendMessage(),
                        new ConsumeMessage(),
                        new QueryMessageById(),
                        new QueryMessageByKey(),
                        new QueryMessageByUniqueKey(),
                        new BenchCommand()));
    }

    List<Command> commands() {
        return commands;
    }

    /** The command of that name, in any case of its letters. */
    Optional<Command> find(String name) {
        return commands.stream().filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
    }

    /** The name of a command that was perhaps meant. */
    Optional<String> nearest(String name) {
        return NearestName.to(name, commands.stream().map(Command::name).toList());
    }
}
