package io.apogeemq.store;

import io.apogeemq.common.concurrent.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved. */
final class ManualMillis implements Clock {

    private final AtomicLong millis;

    ManualMillis(long start) {
        this.millis = new AtomicLong(start);
    }

    void advance(long by) {
        millis.addAndGet(by);
    }

    @Override
    public long millis() {
        return millis.get();
    }

    @Override
    public long nanoTime() {
        return millis.get() * 1_000_000;
    }
}
