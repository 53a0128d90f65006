package io.apogeemq.common.config;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used; carries everything that is wrong, not the first thing only. */
public final class ConfigException extends MqException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    public ConfigException(List<ConfigProblem> problems) {
        super(
                ErrorCategory.CALLER,
                problems.stream().map(ConfigProblem::message).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** A file that cannot be read at all. */
    ConfigException(String message) {
        super(ErrorCategory.CALLER, message);
        this.problems = List.of();
    }

    /** Empty when the file itself could not be read. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
