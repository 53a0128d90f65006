package io.apogeemq.admin.store;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.Options;

/** One command of mqstore. Threads: confined to the main thread. */
interface StoreCommand {
    /** The word on the command line. */
    String name();

    /** What it does, in a few words that start with a verb. */
    String purpose();

    /** Its own options, made anew for each reading. */
    Options options();

    /** Whether it may change files; those that don't can't. */
    boolean changesFiles();

    /** Command lines without the program's name, for its help. */
    List<String> examples();

    /**
     * Does it; the store is locked.
     *
     * @return the exit code
     */
    int run(StoreCall call) throws IOException;
}
