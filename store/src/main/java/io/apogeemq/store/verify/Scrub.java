package io.apogeemq.store.verify;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loop;
import io.apogeemq.common.concurrent.Loops;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies a store while it works: by itself once in a period and slowly, or at once when asked. Between
 * two verifications it sleeps.
 *
 * <p>Threads: works on the loop {@code scrub}; asked and looked at by any thread.
 *
 * <p>Errors: a verification that can't go on ends, is logged, and the next one comes in its time; the
 * store is not touched by it.
 */
public final class Scrub implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Scrub.class);

    /** A start has other things to do than to look at old messages. */
    private static final Duration FIRST_AFTER = Duration.ofMinutes(10);

    /** It works in bursts, so that a slow one does not wake up all the time. */
    private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long MOST_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LEAST_BYTES_PER_SECOND = 64 << 10;
    private static final int KEPT_OF_A_KIND = 20;
    private static final long NOT_ASKED = 0;

    private final OpenStore store;
    private final List<Duration> delayLevels;
    private final ScrubConfig config;
    private final Clock clock;
    private final Loop loop;
    private final AtomicLong asked = new AtomicLong(NOT_ASKED); // bytes a second
    private volatile ScrubStatus status = ScrubStatus.NONE; // written by: scrub
    private volatile boolean stopAsked;

    // confined to the loop
    private StoreVerifier verifier; // null when none is under way
    private Findings findings;
    private ReadMeter meter;
    private long bytesPerSecond;
    private long beganNanos;
    private long beganMillis;
    private long dueNanos;
    private long nextNanos;
    private long runs;

    /** One that is not started yet. */
    public Scrub(
            OpenStore store,
            List<Duration> delayLevels,
            ScrubConfig config,
            Clock clock,
            Loops loops) {
        this.store = store;
        this.delayLevels = delayLevels;
        this.config = config;
        this.clock = clock;
        long first = Math.min(config.interval().toNanos(), FIRST_AFTER.toNanos());
        this.nextNanos = clock.nanoTime() + first;
        this.loop =
                loops.loop(
                        "scrub",
                        this::turn,
                        e -> log.error("the background verification has ended", e));
    }

    public void start() {
        loop.start();
    }

    /**
     * Verifies now, in place of one that may be under way.
     *
     * @return the number its status will have, or a later one has
     */
    public long verifyNow(long rate) {
        long run = status.run() + 1;
        asked.set(Math.max(1, rate));
        loop.wake();
        return run;
    }

    /** Ends the verification that is under way, if any. */
    public void stop() {
        stopAsked = true;
        loop.wake();
    }

    /** What the latest one came to, or has found so far. */
    public ScrubStatus status() {
        return status;
    }

    private long turn() {
        long now = clock.nanoTime();
        if (stopAsked) {
            stopAsked = false;
            asked.set(NOT_ASKED);
            if (verifier != null) {
                end(false, "it was stopped");
            }
        }
        long rate = asked.getAndSet(NOT_ASKED);
        if (rate != NOT_ASKED) {
            begin(now, rate);
        } else if (verifier == null) {
            if (!config.isEnabled()) {
                return Loop.UNTIL_WOKEN;
            }
            if (now < nextNanos) {
                return nextNanos - now;
            }
            begin(now, config.bytesPerSecond());
            spread();
        }
        return verifier == null ? 0 : goOn(now);
    }

    private void begin(long now, long rate) {
        if (verifier != null) {
            end(false, "another one was asked for");
        }
        runs++;
        bytesPerSecond = rate;
        beganNanos = now;
        dueNanos = now;
        beganMillis = clock.millis();
        nextNanos = now + config.interval().toNanos();
        findings = new Findings(KEPT_OF_A_KIND, Scrub::report);
        meter = new ReadMeter();
        try {
            verifier =
                    StoreVerifier.of(
                            store.now(),
                            store.files(),
                            store.layout(),
                            delayLevels,
                            findings,
                            meter);
            publish(true, false, "");
        } catch (IOException e) {
            failed(e);
        }
    }

    /**
     * A small store need not be read quickly: it is spread over half of the period. At a mebibyte a second
     * a verification of messages of 1 KiB costs 0.4 CPU seconds a minute.
     */
    private void spread() {
        if (verifier != null) {
            double seconds = config.interval().toNanos() / 1e9 / 2;
            long enough = (long) (verifier.progress().logBytesTotal() / seconds);
            bytesPerSecond =
                    Math.min(config.bytesPerSecond(), Math.max(LEAST_BYTES_PER_SECOND, enough));
        }
    }

    private long goOn(long now) {
        if (now < dueNanos) {
            return dueNanos - now;
        }
        try {
            boolean hasMore = true;
            while (hasMore
                    && dueNanos < now + AHEAD_NANOS
                    && clock.nanoTime() - now < MOST_TURN_NANOS) {
                hasMore = verifier.step();
                dueNanos = beganNanos + (long) (meter.bytes() * 1e9 / bytesPerSecond);
            }
            if (!hasMore) {
                end(true, "");
                return 0;
            }
            publish(true, false, "");
            return Math.max(0, dueNanos - clock.nanoTime());
        } catch (IOException e) {
            failed(e);
            return 0;
        }
    }

    private void failed(IOException cause) {
        log.warn("verification ended early, the next one begins in its time", cause);
        end(false, "it could not go on: " + cause.getMessage());
    }

    private void end(boolean isComplete, String problem) {
        publish(false, isComplete, problem);
        ScrubStatus result = status;
        StoreVerifier done = verifier;
        verifier = null;
        if (done != null) {
            try {
                done.close();
            } catch (IOException e) {
                log.warn("a file could not be closed after it was verified", e);
            }
        }
        if (result.damages() > 0) {
            log.error(
                    "store is damaged, see 'mqadmin storeVerify' or 'mqstore verify' findings={}",
                    findings.counts());
        }
        log.info(
                "store verified complete={} logBytes={} records={} damages={} notes={}",
                isComplete,
                result.logBytes(),
                result.records(),
                result.damages(),
                result.notes());
    }

    private static void report(Finding finding) {
        if (finding.kind().severity().isDamage()) {
            log.debug("found kind={} place={}", finding.kind(), finding.place());
        }
    }

    private void publish(boolean isRunning, boolean isComplete, String problem) {
        StoreVerifier.Progress progress =
                verifier == null
                        ? new StoreVerifier.Progress(StoreVerifier.Phase.LOG, 0, 0, 0)
                        : verifier.progress();
        status =
                new ScrubStatus(
                        runs,
                        isRunning,
                        isComplete,
                        beganMillis,
                        isRunning ? 0 : clock.millis(),
                        progress.logBytes(),
                        progress.logBytesTotal(),
                        progress.records(),
                        findings.damages(),
                        findings.notes(),
                        findings.kept(),
                        problem);
    }

    /** Stops; what is under way ends where it is. */
    @Override
    public void close() {
        loop.close();
        if (verifier != null) {
            end(false, "the store was closed");
        }
    }
}
