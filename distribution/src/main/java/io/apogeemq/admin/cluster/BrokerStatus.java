package io.apogeemq.admin.cluster;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.Targets;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Shows everything a broker says of itself. Threads: confined to the main thread. */
public final class BrokerStatus implements Command {
    @Override
    public String name() {
        return "brokerStatus";
    }

    @Override
    public Subject subject() {
        return Subject.CLUSTER;
    }

    @Override
    public String purpose() {
        return "show the state and the counters of brokers";
    }

    @Override
    public Options options() {
        return new Options().addOptionGroup(OptionTexts.brokerOrCluster());
    }

    @Override
    public List<String> examples() {
        return List.of(
                "brokerStatus -n localhost:9876 -b 192.0.2.1:10911",
                "brokerStatus -n localhost:9876 -c DefaultCluster");
    }

    @Override
    public void run(Invocation call) {
        Targets targets = Targets.of(call);
        Map<String, SortedMap<String, String>> byAddress = new TreeMap<>();
        targets.each(
                address -> byAddress.put(address, call.admin().cluster().brokerStatus(address)));
        boolean showsAddress = call.arguments().has("clusterName");
        call.answer(
                json -> {
                    json.beginObject().name("brokers").beginObject();
                    byAddress.forEach(json::texts);
                    json.endObject().endObject();
                },
                out ->
                        byAddress.forEach(
                                (address, status) ->
                                        print(out, showsAddress ? address : "", status)));
        targets.requireAll();
    }

    private static void print(PrintStream out, String address, SortedMap<String, String> status) {
        String start = address.isEmpty() ? "" : String.format(Locale.ROOT, "%-24s ", address);
        status.forEach(
                (key, value) ->
                        out.println(start + String.format(Locale.ROOT, "%-32s: %s", key, value)));
    }
}
