package io.apogeemq.admin.bench;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * What one load did and what it cost the broker.
 *
 * @param brokerCpuSeconds of the measured time; NaN when the broker is not on this machine
 * @param brokerAnonymousBytes resident memory without files at the end; -1 when unknown
 * @param forces of the log meanwhile, if the broker counts them
 */
record BenchReport(
        BenchOptions options,
        long messages,
        double seconds,
        long failures,
        String firstFailure,
        double brokerCpuSeconds,
        long brokerAnonymousBytes,
        OptionalLong forces,
        Histogram latencies)
        implements JsonBody {

    private static final double NANOS_PER_MICRO = 1_000.0;

    double messagesPerSecond() {
        return messages / seconds;
    }

    /** CPU seconds of the broker for a million messages: also microseconds for one. */
    double cpuSecondsPerMillion() {
        return brokerCpuSeconds * 1e6 / messages;
    }

    BenchReport withForces(long counted) {
        return new BenchReport(
                options,
                messages,
                seconds,
                failures,
                firstFailure,
                brokerCpuSeconds,
                brokerAnonymousBytes,
                OptionalLong.of(counted),
                latencies);
    }

    /** Stored messages for one force of the log. */
    private double messagesPerForce() {
        return (double) messages / forces.getAsLong();
    }

    private double micros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s via %s: %,d messages in %.2f s = %,.0f/s%s%n",
                options.load().name().toLowerCase(Locale.ROOT),
                options.way().name().toLowerCase(Locale.ROOT),
                messages,
                seconds,
                messagesPerSecond(),
                failures == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %,d FAILED, the first: %s",
                                failures,
                                firstFailure));
        if (!Double.isNaN(brokerCpuSeconds)) {
            out.printf(
                    Locale.ROOT,
                    "broker: %.2f CPU s per million messages, %.0f MiB anonymous memory%n",
                    cpuSecondsPerMillion(),
                    brokerAnonymousBytes / 1048576.0);
        }
        if (forces.orElse(0) > 0) {
            out.printf(
                    Locale.ROOT,
                    "log: forced %,d times, %.1f messages a force%n",
                    forces.getAsLong(),
                    messagesPerForce());
        }
        if (latencies.getTotalCount() > 0) {
            out.printf(
                    Locale.ROOT,
                    "latency in microseconds: p50 %.0f  p90 %.0f  p99 %.0f  p99.9 %.0f  max %.0f%n",
                    micros(50),
                    micros(90),
                    micros(99),
                    micros(99.9),
                    micros(100));
        }
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("load", options.load().name())
                .member("way", options.way().name())
                .member("bodyBytes", options.bodyBytes())
                .member("queues", options.queues())
                .member("connections", options.connections())
                .member("window", options.window())
                .member("batch", options.batch())
                .member("ratePerSecond", options.ratePerSecond())
                .member("messages", messages)
                .member("seconds", seconds)
                .member("messagesPerSecond", messagesPerSecond())
                .member("failures", failures);
        if (!Double.isNaN(brokerCpuSeconds)) {
            out.member("brokerCpuSecondsPerMillion", cpuSecondsPerMillion())
                    .member("brokerAnonymousBytes", brokerAnonymousBytes);
        }
        if (forces.orElse(0) > 0) {
            out.member("forces", forces.getAsLong()).member("messagesPerForce", messagesPerForce());
        }
        if (latencies.getTotalCount() > 0) {
            out.member("p50Micros", micros(50))
                    .member("p90Micros", micros(90))
                    .member("p99Micros", micros(99))
                    .member("p999Micros", micros(99.9))
                    .member("maxMicros", micros(100));
        }
        out.endObject();
    }
}
