package io.apogeemq.store.verify;

import io.apogeemq.store.dispatch.DispatchTarget;
import java.io.IOException;

/**
 * Holds one kind of derived data against the log: it is offered every record in log order, as if it were
 * to take it, and says afterwards what there is without a record.
 *
 * <p>Threads: confined to the thread of the verification.
 */
interface DerivedCheck extends DispatchTarget, AutoCloseable {

    /** What it looks at, for progress. */
    String name();

    /** A range of the log was damaged or missing. */
    void damaged(long from, long to);

    /** All records were offered; the log ends there. */
    void logEnds(long end) throws IOException;

    /** Looks at a bounded part of what is left; false when there is nothing left. */
    boolean lookFurther() throws IOException;

    @Override
    void close() throws IOException;
}
