package io.apogeemq.admin;

import java.util.List;
import org.apache.commons.cli.Options;

/**
 * One command of mqadmin: its name, its options, and what it does.
 *
 * <p>The options {@code -n/--namesrvAddr}, {@code --output}, {@code --verbose} and {@code -h/--help}
 * are added to those of every command.
 *
 * <p>Threads: confined to the main thread.
 */
public interface Command {
    /** The word on the command line; found in any case of its letters. */
    String name();

    /** Where it stands in the list of commands. */
    Subject subject();

    /** What it does, in a few words that start with a verb. */
    String purpose();

    /** Its own options, made anew for each reading. */
    Options options();

    /** Command lines without the program's name, for its help. */
    List<String> examples();

    /**
     * Does it.
     *
     * @throws UsageProblem when an option's value cannot be used
     * @throws CommandFailed when it did not succeed
     */
    void run(Invocation call);
}
