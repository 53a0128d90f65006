package io.apogeemq.admin;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/**
 * The options of one command line, by their long names and as the types a command needs.
 *
 * <p>Threads: immutable.
 *
 * <p>Errors: a value of another type or outside its range is a {@link UsageProblem} that names the
 * option.
 */
public final class Arguments {
    private final CommandLine line;

    public Arguments(CommandLine line) {
        this.line = requireNonNull(line, "line");
    }

    /** The options as they were parsed, for commands with a reading of their own. */
    public CommandLine line() {
        return line;
    }

    /** Whether the option is there. */
    public boolean has(String longName) {
        return line.hasOption(longName);
    }

    /** The value of an option, without blanks around it. */
    public Optional<String> text(String longName) {
        return Optional.ofNullable(line.getOptionValue(longName)).map(String::trim);
    }

    /** The value of an option as it was typed. */
    public Optional<String> exactText(String longName) {
        return Optional.ofNullable(line.getOptionValue(longName));
    }

    /** The value of an option that the command cannot do without. */
    public String require(String longName) {
        return text(longName)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new UsageProblem("--" + longName + " needs a value"));
    }

    /** A whole number within a range, or the default when the option is left out. */
    public int intOr(String longName, int otherwise, int least, int most) {
        return (int) longOr(longName, otherwise, least, most);
    }

    /** A whole number within a range, or the default when the option is left out. */
    public long longOr(String longName, long otherwise, long least, long most) {
        Optional<String> text = text(longName);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for everything that is no number in the range
        }
        throw new UsageProblem(
                "--"
                        + longName
                        + " '"
                        + text.get()
                        + "' must be a whole number from "
                        + least
                        + " to "
                        + most);
    }

    /** True or false, or the default when the option is left out. */
    public boolean booleanOr(String longName, boolean otherwise) {
        Optional<String> text = text(longName);
        if (text.isEmpty()) {
            return has(longName) || otherwise;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new UsageProblem(
                            "--" + longName + " '" + text.get() + "' must be true or false");
        };
    }
}
