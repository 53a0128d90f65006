package io.apogeemq.common.config;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with the settings a program was started with.
 *
 * <p>Threads: immutable.
 */
public record ConfigProblem(
        String key,
        String value,
        String source, // where the value came from: conf/broker.conf:3
        String problem) {

    public ConfigProblem {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(source, "source");
        requireNonNull(problem, "problem");
    }

    /** One line for the person who starts the program. */
    public String message() {
        return "config key '" + key + "' (" + source + ") " + problem;
    }
}
