package io.apogeemq.witness;

import java.util.Map;
import java.util.TreeMap;

/** The table of contents: the name of each scenario and the code that plays it. */
final class Scenarios {
    private static final Map<String, Scenario> BY_NAME = new TreeMap<>();

    static {
        BY_NAME.put("send-sync", SendScenarios::sync);
        BY_NAME.put("send-async", SendScenarios::async);
        BY_NAME.put("send-oneway", SendScenarios::oneway);
        BY_NAME.put("send-batch", SendScenarios::batch);
        BY_NAME.put("send-selector", SendScenarios::selector);
        BY_NAME.put("send-new-topic", SendScenarios::newTopic);
        BY_NAME.put("push-concurrent", PushScenarios::concurrent);
        BY_NAME.put("push-orderly", PushScenarios::orderly);
        BY_NAME.put("push-broadcast", PushScenarios::broadcast);
        BY_NAME.put("push-tags", PushScenarios::tags);
        BY_NAME.put("push-successor", PushScenarios::successor);
        BY_NAME.put("lite-assign", LitePullScenarios::assign);
        BY_NAME.put("lite-subscribe", LitePullScenarios::subscribe);
        BY_NAME.put("lite-successor", LitePullScenarios::successor);
        BY_NAME.put("query-key", QueryScenarios::byKey);
        BY_NAME.put("query-id", QueryScenarios::byId);
        BY_NAME.put("rebalance", new RebalanceScenario());
        BY_NAME.put("endure", new EnduranceScenario());
    }

    private Scenarios() {}

    static Scenario byName(String name) {
        Scenario found = BY_NAME.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no scenario '" + name + "'; there are " + BY_NAME.keySet());
        }
        return found;
    }
}
