package io.apogeemq.admin;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.OptionGroup;

/** Makes the options of commands. Threads: pure functions. */
public final class OptionTexts {
    private OptionTexts() {}

    /** An option with a value that may be left out. */
    public static Option value(String shortName, String longName, String meaning) {
        return Option.builder(shortName).longOpt(longName).hasArg().desc(meaning).get();
    }

    /** An option with a value that has no short name. */
    public static Option value(String longName, String meaning) {
        return Option.builder().longOpt(longName).hasArg().desc(meaning).get();
    }

    /** An option with a value that must be there. */
    public static Option required(String shortName, String longName, String meaning) {
        return Option.builder(shortName).longOpt(longName).hasArg().required().desc(meaning).get();
    }

    /** An option that is there or not. */
    public static Option flag(String shortName, String longName, String meaning) {
        return Option.builder(shortName).longOpt(longName).desc(meaning).get();
    }

    /** Either one broker or the masters of a cluster; one of both must be there. */
    public static OptionGroup brokerOrCluster() {
        OptionGroup group = new OptionGroup();
        group.addOption(value("b", "brokerAddr", "on this broker, host:port"));
        group.addOption(value("c", "clusterName", "on every master of this cluster"));
        group.setRequired(true);
        return group;
    }
}
