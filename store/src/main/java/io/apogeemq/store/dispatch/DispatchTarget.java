package io.apogeemq.store.dispatch;

import java.io.IOException;

/**
 * Something that is derived from the log and built record by record, in log order. Being handed the same
 * record again changes nothing.
 */
public interface DispatchTarget {

    /** What a target did with a record. */
    enum Accepted {
        /** It is in now, and somebody may be waiting for it. */
        YES,
        /** It was in before, or does not belong here, or nobody waits for it here. */
        NOTHING_TO_DO,
        /** The record makes no sense to this target. */
        NOT_BELIEVED
    }

    /**
     * Takes one record.
     *
     * @throws IOException if the disk does not let it; the same record is offered again later
     */
    Accepted accept(DispatchRecord record) throws IOException;
}
