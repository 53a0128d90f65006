package io.apogeemq.store.verify;

import java.io.IOException;
import java.nio.file.Path;

/** One queue as a verification looks at it. Threads: confined to one. */
interface QueueView {

    String topic();

    int queueId();

    /** Why the disk does not tell where the queue ends; empty when it does. */
    default String readProblem() {
        return "";
    }

    /** First queue offset that has an entry. */
    long minOffset();

    /** Behind the last entry. */
    long maxOffset();

    /** The file that holds an entry. */
    Path fileOf(long queueOffset);

    /** Where the entry is in that file. */
    long positionOf(long queueOffset);

    /** Reads entries from an offset on, as many as there are and fit. */
    void read(long from, EntryWindow target) throws IOException;
}
