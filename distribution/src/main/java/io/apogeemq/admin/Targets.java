package io.apogeemq.admin;

import io.apogeemq.client.admin.BrokerNode;
import io.apogeemq.common.error.MqException;
import io.apogeemq.remoting.json.JsonOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The brokers that a changing command goes to, and what became of it on each. One that does not take
 * the change does not keep the others from it.
 *
 * <p>Threads: confined to the main thread.
 */
public final class Targets {
    private final List<String> addresses;
    private final Map<String, String> failures = new LinkedHashMap<>(); // reason by address

    private Targets(List<String> addresses) {
        this.addresses = addresses;
    }

    /** The broker of {@code --brokerAddr}, or the masters of {@code --clusterName}. */
    public static Targets of(Invocation call) {
        if (call.arguments().has("brokerAddr")) {
            return new Targets(List.of(call.arguments().require("brokerAddr")));
        }
        return ofCluster(call, call.arguments().require("clusterName"));
    }

    /** The masters of a cluster. */
    public static Targets ofCluster(Invocation call, String clusterName) {
        return new Targets(
                call.admin().cluster().masters(clusterName).stream()
                        .map(BrokerNode::address)
                        .toList());
    }

    /** The masters of every cluster. */
    public static Targets ofEveryCluster(Invocation call) {
        return new Targets(
                call.admin().cluster().masters().stream().map(BrokerNode::address).toList());
    }

    /** The addresses. */
    public List<String> addresses() {
        return addresses;
    }

    /** Does the change on each broker. */
    public void each(Consumer<String> change) {
        for (String address : addresses) {
            try {
                change.accept(address);
            } catch (MqException e) {
                failures.put(address, e.getMessage());
            }
        }
    }

    /** The brokers where the change was done, as a member of a JSON answer. */
    public JsonOut writeDone(JsonOut out) {
        List<String> done = new ArrayList<>(addresses);
        done.removeAll(failures.keySet());
        return out.strings("brokers", done).texts("failed", failures);
    }

    /**
     * Ends the command when the change was not done everywhere.
     *
     * @throws CommandFailed with every reason
     */
    public void requireAll() {
        if (failures.isEmpty()) {
            return;
        }
        String reasons = String.join("; ", failures.values());
        if (failures.size() == addresses.size()) {
            throw new CommandFailed(reasons);
        }
        throw new CommandFailed(
                failures.size() + " of " + addresses.size() + " brokers did not do it: " + reasons);
    }
}
