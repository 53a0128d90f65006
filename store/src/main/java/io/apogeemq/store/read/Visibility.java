package io.apogeemq.store.read;

import io.apogeemq.common.concurrent.OffsetWatermark;
import io.apogeemq.store.commitlog.CommitLog;

/**
 * How far the log may be seen. <em>Confirmed</em> is what no crash takes back: the flushed offset under
 * SYNC_FLUSH, else the written one. The dispatch never passes it, so whatever is in a queue is stable:
 * visible = min(dispatched, confirmed) = dispatched.
 *
 * <p>Threads: safe for any thread.
 */
public final class Visibility {

    private final CommitLog commitLog;
    private final OffsetWatermark flushed;
    private final boolean waitsForDisk;

    public Visibility(CommitLog commitLog, OffsetWatermark flushed, boolean waitsForDisk) {
        this.commitLog = commitLog;
        this.flushed = flushed;
        this.waitsForDisk = waitsForDisk;
    }

    /** Records that end at or below this physical offset are stable. */
    public long confirmedOffset() {
        return waitsForDisk ? flushed.value() : commitLog.writtenOffset();
    }
}
