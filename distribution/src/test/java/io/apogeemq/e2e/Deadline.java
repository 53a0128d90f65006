package io.apogeemq.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waiting for something that has to happen; generous, because test machines may be busy. */
public final class Deadline {
    public static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(10);

    private Deadline() {}

    /** Waits until the condition holds; else fails with what the supplier says. */
    public static void await(Callable<Boolean> condition, Supplier<String> otherwise) {
        try {
            Awaitility.await().atMost(LONG).pollInterval(POLL).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("after " + LONG + " still: " + otherwise.get(), e);
        }
    }
}
