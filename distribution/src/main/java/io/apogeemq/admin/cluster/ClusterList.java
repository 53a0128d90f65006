package io.apogeemq.admin.cluster;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.client.admin.BrokerNode;
import io.apogeemq.client.admin.Cluster;
import io.apogeemq.common.error.MqException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.Options;

/**
 * Lists the brokers with their load; a broker that does not answer has a row too.
 *
 * <p>Threads: confined to the main thread.
 */
public final class ClusterList implements Command {
    private static final int LONGEST_INTERVAL_SECONDS = 86_400;

    @Override
    public String name() {
        return "clusterList";
    }

    @Override
    public Subject subject() {
        return Subject.CLUSTER;
    }

    @Override
    public String purpose() {
        return "list the brokers with version, load and disk";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.flag("m", "moreStats", "messages per day instead of load"))
                .addOption(OptionTexts.value("i", "interval", "again every so many seconds"))
                .addOption(OptionTexts.value("c", "clusterName", "only this cluster"));
    }

    @Override
    public List<String> examples() {
        return List.of("clusterList -n localhost:9876", "clusterList -n localhost:9876 -m -i 10");
    }

    @Override
    public void run(Invocation call) {
        int seconds = call.arguments().intOr("interval", 0, 0, LONGEST_INTERVAL_SECONDS);
        do {
            list(call);
        } while (seconds > 0 && pause(seconds));
    }

    private static boolean pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void list(Invocation call) {
        Cluster cluster = call.admin().cluster();
        List<BrokerNode> brokers =
                call.arguments()
                        .text("clusterName")
                        .map(cluster::brokers)
                        .orElseGet(cluster::brokers);
        List<BrokerRow> rows = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (BrokerNode broker : brokers) {
            try {
                rows.add(new BrokerRow(broker, cluster.brokerStatus(broker.address())));
            } catch (MqException e) {
                rows.add(new BrokerRow(broker, Map.of()));
                silent.add(e.getMessage());
            }
        }
        BrokerTable table =
                new BrokerTable(
                        rows, call.arguments().has("moreStats"), System.currentTimeMillis());
        call.answer(table, table::print);
        if (!silent.isEmpty()) {
            throw new CommandFailed(String.join("; ", silent));
        }
    }
}
