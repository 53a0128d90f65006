package io.apogeemq.store;

import com.sun.management.OperatingSystemMXBean;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.dispatch.ArrivalListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a message costs in processor time, everything included, when messages go round robin to very
 * many queues and when they go to a few: measured in one process, in alternation.
 *
 * <p>A command: arguments are number of queues, seconds of a measurement, number of measurements.
 */
final class ManyQueuesCost {

    private static final int QUEUES_PER_TOPIC = 8;
    private static final int MESSAGES_PER_LOOK = 1000;
    private static final int MOST_BEHIND_BYTES = 8 << 20;

    private final OperatingSystemMXBean process =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Path root;
    private final AppendRequest[] requests;

    /** In a directory, with so many queues that have messages already. */
    ManyQueuesCost(Path root, int queues) {
        this.root = root;
        this.requests = new AppendRequest[queues];
        AppendRequest one = BenchmarkStore.request(0);
        for (int i = 0; i < queues; i++) {
            // neighbours in time are of different topics, as with many producers
            int topics = Math.max(1, queues / QUEUES_PER_TOPIC);
            requests[i] =
                    new AppendRequest(
                            "topic-of-many-" + i % topics,
                            i / topics,
                            0,
                            0,
                            1,
                            one.bornHost(),
                            one.storeHost(),
                            0,
                            0,
                            one.body(),
                            one.bodyCrc(),
                            one.properties(),
                            0,
                            one.propertiesLength());
        }
        try (MessageStore store = open()) {
            for (AppendRequest request : requests) {
                store.append(request);
            }
        }
    }

    private MessageStore open() {
        return MessageStore.open(StoreConfig.defaults(root), ArrivalListener.NONE, Clock.SYSTEM)
                .start();
    }

    /** Nanoseconds of processor time for a message, all threads of the process together. */
    double measure(Duration time) {
        try (MessageStore store = open()) {
            run(store, time.dividedBy(2));
            long before = process.getProcessCpuTime();
            long messages = run(store, time);
            return (process.getProcessCpuTime() - before) / (double) messages;
        }
    }

    private long run(MessageStore store, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long messages = 0;
        int next = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < MESSAGES_PER_LOOK; i++) {
                store.append(requests[next]);
                next = next + 1 == requests.length ? 0 : next + 1;
            }
            messages += MESSAGES_PER_LOOK;
            store.dispatched().reach(store.offsets().max() - MOST_BEHIND_BYTES).join();
        }
        store.dispatched().reach(store.offsets().max()).join();
        return messages;
    }

    public static void main(String[] arguments) throws IOException {
        int queues = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        Duration time =
                Duration.ofMillis(
                        arguments.length > 1
                                ? (long) (Double.parseDouble(arguments[1]) * 1000)
                                : 4000);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        Path directory = Files.createTempDirectory("many-queues-cost");
        try {
            System.out.println(compare(directory, queues, time, rounds));
        } finally {
            BenchmarkStore.delete(directory);
        }
    }

    /** The two numbers of each round, and the ratio of the medians. */
    record Comparison(double[] few, double[] many) {

        double ratio() {
            return median(many) / median(few);
        }

        private static double median(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < few.length; i++) {
                text.append(
                        String.format(
                                "round %d: 8 queues %.0f ns/message, many %.0f ns/message, %.2f%n",
                                i + 1, few[i], many[i], many[i] / few[i]));
            }
            return text.append(String.format("ratio of the medians %.2f", ratio())).toString();
        }
    }

    static Comparison compare(Path directory, int queues, Duration time, int rounds) {
        ManyQueuesCost few = new ManyQueuesCost(directory.resolve("few"), QUEUES_PER_TOPIC);
        ManyQueuesCost many = new ManyQueuesCost(directory.resolve("many"), queues);
        double[] ofFew = new double[rounds];
        double[] ofMany = new double[rounds];
        few.measure(time); // compiles
        many.measure(time);
        for (int i = 0; i < rounds; i++) {
            ofFew[i] = few.measure(time);
            ofMany[i] = many.measure(time);
        }
        return new Comparison(ofFew, ofMany);
    }
}
