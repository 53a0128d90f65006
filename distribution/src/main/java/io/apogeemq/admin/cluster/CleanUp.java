package io.apogeemq.admin.cluster;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.Targets;
import io.apogeemq.client.admin.Cluster;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.commons.cli.OptionGroup;
import org.apache.commons.cli.Options;

/**
 * Makes brokers delete old files now, whatever the hour. With neither a broker nor a cluster named, on
 * every master.
 *
 * <p>Threads: confined to the main thread.
 */
public final class CleanUp implements Command {
    private final String name;
    private final String purpose;
    private final BiConsumer<Cluster, String> action;

    private CleanUp(String name, String purpose, BiConsumer<Cluster, String> action) {
        this.name = name;
        this.purpose = purpose;
        this.action = action;
    }

    /** Log files that are older than is kept. */
    public static Command ofExpiredLog() {
        return new CleanUp(
                "deleteExpiredCommitLog",
                "delete log files that are older than fileReservedTime now",
                Cluster::deleteExpiredLog);
    }

    /** Queue files that point to nothing the log still has. */
    public static Command ofExpiredQueues() {
        return new CleanUp(
                "cleanExpiredCQ",
                "delete queue files whose messages are gone",
                Cluster::cleanExpiredQueues);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Subject subject() {
        return Subject.CLUSTER;
    }

    @Override
    public String purpose() {
        return purpose;
    }

    @Override
    public Options options() {
        OptionGroup where = OptionTexts.brokerOrCluster();
        where.setRequired(false);
        return new Options().addOptionGroup(where);
    }

    @Override
    public List<String> examples() {
        return List.of(
                name + " -n localhost:9876 -c DefaultCluster",
                name + " -n localhost:9876 -b 192.0.2.1:10911");
    }

    @Override
    public void run(Invocation call) {
        boolean isNamed = call.arguments().has("brokerAddr") || call.arguments().has("clusterName");
        Targets targets = isNamed ? Targets.of(call) : Targets.ofEveryCluster(call);
        targets.each(address -> action.accept(call.admin().cluster(), address));
        targets.requireAll();
        call.answer(
                json -> {
                    json.beginObject();
                    targets.writeDone(json).endObject();
                },
                out -> out.print("success"));
    }
}
