package io.apogeemq.admin.bench;

import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.bench.BenchOptions.Load;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Runs one load: warms up, measures, reports.
 *
 * <p>Threads: one; the loads bring their own.
 */
final class Bench {
    private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    private final BenchOptions options;
    private final Consumer<String> progress;

    Bench(BenchOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    BenchReport run() throws IOException {
        if (options.load() == Load.DISK) {
            return disk();
        }
        try (BenchTarget target = new BenchTarget(options)) {
            ProcessCpu broker =
                    options.brokerPid() > 0
                            ? ProcessCpu.of(options.brokerPid())
                            : ProcessCpu.listeningOn(target.port());
            return options.load() == Load.DRAIN ? drain(target, broker) : goOn(target, broker);
        }
    }

    /** A load that goes on for a while. */
    private BenchReport goOn(BenchTarget target, ProcessCpu broker) throws IOException {
        Meter meter = new Meter();
        List<LoadRun> runs = loads(target, meter);
        try {
            for (LoadRun run : runs) {
                run.start();
            }
            warmUp(target, meter, runs);
            double cpuBefore = broker.seconds().orElse(Double.NaN);
            OptionalLong forcesBefore = target.forces();
            meter.start();
            watch(new Ticker(meter), options.duration(), runs);
            meter.stop();
            BenchReport report = report(meter, broker, cpuBefore);
            OptionalLong forces = target.forces();
            return forces.isPresent() && forcesBefore.isPresent()
                    ? report.withForces(forces.getAsLong() - forcesBefore.getAsLong())
                    : report;
        } finally {
            for (LoadRun run : runs) {
                run.close();
            }
        }
    }

    /**
     * Asks now and then what is asked at the beginning of the measurement, too: else a request of a new
     * kind makes the broker's compiler start over just then.
     */
    private void warmUp(BenchTarget target, Meter meter, List<LoadRun> runs) throws IOException {
        Ticker ticker = new Ticker(meter);
        long end = System.nanoTime() + options.warmUp().toNanos();
        for (long left = options.warmUp().toNanos(); left > 0; left = end - System.nanoTime()) {
            watch(ticker, Duration.ofNanos(Math.min(left, PROGRESS_NANOS)), runs);
            target.forces();
            if (runs.stream().anyMatch(LoadRun::isFinished)) {
                return; // a client has failed
            }
        }
    }

    private BenchReport disk() throws IOException {
        Meter meter = new Meter();
        try (LoadRun forces =
                new DiskForces(
                        options.directory(), options.bodyBytes(), options.ratePerSecond(), meter)) {
            forces.start();
            watch(new Ticker(meter), options.warmUp(), List.of(forces));
            meter.start();
            watch(new Ticker(meter), options.duration(), List.of(forces));
            meter.stop();
        }
        return reportOf(options, meter, Double.NaN, -1);
    }

    private List<LoadRun> loads(BenchTarget target, Meter meter) {
        if (options.load() != Load.E2E) {
            return List.of(producer(target, meter));
        }
        Meter sends = new Meter(); // the consumer's side is what counts
        LoadRun consumer =
                isRaw()
                        ? new RawConsume(
                                options, target.broker(), meter, false, target.maxOffsets())
                        : new ClientConsume(options, meter, false, Long.MAX_VALUE);
        return List.of(consumer, producer(target, sends));
    }

    private LoadRun producer(BenchTarget target, Meter meter) {
        return isRaw()
                ? new RawProduce(options, target.broker(), meter)
                : new ClientProduce(options, meter);
    }

    private boolean isRaw() {
        return options.way() == BenchOptions.Way.RAW;
    }

    /** Stores messages first, then measures how fast they come out. */
    private BenchReport drain(BenchTarget target, ProcessCpu broker) throws IOException {
        long[] before = target.maxOffsets();
        Meter stored = new Meter();
        long requests = (options.messages() + options.batch() - 1) / options.batch();
        try (RawProduce fill = new RawProduce(options, target.broker(), stored, requests)) {
            fill.start();
            await(fill, stored, "storing");
        }
        if (stored.failures() > 0) {
            throw new CommandFailed(
                    "storing the messages to drain failed: " + stored.firstFailure());
        }
        awaitVisible(target, before, stored.total());
        warmUpDrains(target, before);
        Meter meter = new Meter();
        double cpuBefore = broker.seconds().orElse(Double.NaN);
        LoadRun drain =
                isRaw()
                        ? new RawConsume(options, target.broker(), meter, true, before)
                        : new ClientConsume(options, meter, true, stored.total());
        try (drain) {
            meter.start();
            drain.start();
            await(drain, meter, "draining");
            meter.stop();
        }
        return report(meter, broker, cpuBefore);
    }

    /** Drains the same messages again and again, unmeasured, for the time of the warm-up. */
    private void warmUpDrains(BenchTarget target, long[] from) throws IOException {
        long end = System.nanoTime() + options.warmUp().toNanos();
        while (isRaw() && System.nanoTime() - end < 0) {
            Meter unmeasured = new Meter();
            try (LoadRun warmUp =
                    new RawConsume(options, target.broker(), unmeasured, true, from)) {
                warmUp.start();
                await(warmUp, unmeasured, "warming up");
            }
        }
    }

    /** Some brokers make messages visible long after they were acknowledged. */
    private void awaitVisible(BenchTarget target, long[] before, long stored) {
        long end = System.nanoTime() + options.duration().toNanos();
        while (Arrays.stream(target.maxOffsets()).sum() - Arrays.stream(before).sum() < stored) {
            if (System.nanoTime() - end > 0) {
                throw new CommandFailed(
                        stored
                                + " messages were stored, but they do not become visible; raise --seconds");
            }
            LockSupport.parkNanos(PROGRESS_NANOS / 10);
        }
    }

    private static BenchReport reportOf(
            BenchOptions options, Meter meter, double cpuSeconds, long anonymousBytes) {
        return new BenchReport(
                options,
                meter.messages(),
                meter.seconds(),
                meter.failures(),
                meter.firstFailure(),
                cpuSeconds,
                anonymousBytes,
                OptionalLong.empty(),
                meter.latencies());
    }

    private BenchReport report(Meter meter, ProcessCpu broker, double cpuBefore) {
        double cpu = broker.seconds().orElse(Double.NaN) - cpuBefore;
        return reportOf(options, meter, cpu, broker.anonymousBytes().orElse(-1));
    }

    private void watch(Ticker ticker, Duration time, List<LoadRun> runs) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0 && runs.stream().noneMatch(LoadRun::isFinished)) {
            LockSupport.parkNanos(Math.min(LOOK_NANOS, Math.max(1, end - System.nanoTime())));
            ticker.show(options.load().name().toLowerCase(Locale.ROOT));
        }
    }

    private void await(LoadRun run, Meter meter, String what) {
        long end = System.nanoTime() + options.duration().toNanos();
        Ticker ticker = new Ticker(meter);
        while (!run.isFinished()) {
            if (System.nanoTime() - end > 0) {
                throw new CommandFailed(
                        what
                                + " took longer than "
                                + options.duration().toSeconds()
                                + " s with "
                                + meter.total()
                                + " messages done; raise --seconds");
            }
            LockSupport.parkNanos(LOOK_NANOS / 5);
            ticker.show(what);
        }
    }

    /** The line that shows, once a second, that something is going on. */
    private final class Ticker {
        private final Meter meter;
        private long shownNanos = System.nanoTime();
        private long shownTotal;

        Ticker(Meter meter) {
            this.meter = meter;
            this.shownTotal = meter.total();
        }

        void show(String what) {
            long now = System.nanoTime();
            if (now - shownNanos < PROGRESS_NANOS) {
                return;
            }
            long total = meter.total();
            progress.accept(
                    String.format(
                            Locale.ROOT,
                            "%s %,d/s  total %,d  failures %,d",
                            what,
                            (long) ((total - shownTotal) * 1e9 / (now - shownNanos)),
                            total,
                            meter.failures()));
            shownNanos = now;
            shownTotal = total;
        }
    }
}
