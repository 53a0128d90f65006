package io.apogeemq.e2e.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.e2e.Dispatch;
import io.apogeemq.e2e.Install;
import io.apogeemq.e2e.OurServers;
import io.apogeemq.e2e.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * One broker with 512 MB of heap has very many queues: they get messages in turn, and after a stop and
 * after a kill every message is there. At rest they cost nothing.
 *
 * <p>The number of queues is {@code manyQueues}, eight in each topic; the nightly build has 100,000.
 */
class ManyQueuesIT {
    private static final int TOPICS = Integer.getInteger("manyQueues", 20_000) / 8;
    private static final Path FOLDER = Install.folderFor(ManyQueuesIT.class);
    private static final Duration IDLE_TIME = Duration.ofSeconds(12);
    private static final double MOST_IDLE_CPU = 0.02; // of a core
    private static final int MOST_FILES = 1000;

    @Test
    void keepsEveryMessageOfEveryQueueAndRestsWhenNothingHappens() throws Exception {
        Map<String, String> settings =
                Map.of(
                        "registerNameServerPeriod",
                        "10000",
                        "mappedFileSizeCommitLog",
                        Integer.toString(64 << 20));
        try (OurServers servers = OurServers.start(Install.shared(), FOLDER, settings, "-Xmx512m");
                QueueTraffic traffic = new QueueTraffic(servers.broker().address(), TOPICS)) {
            ServerProcess broker = servers.broker();
            step("topics created", traffic::createTopics);
            step("first messages sent", () -> traffic.send(0));
            Dispatch.await(servers.nameServers());
            step("first messages read", () -> traffic.expect(1));

            step("stopped", broker::stop);
            step("started", broker::start);
            step("second messages sent", () -> traffic.send(1));
            Dispatch.await(servers.nameServers());
            step("second messages read", () -> traffic.expect(2));

            step("killed", broker::kill);
            step("started after the kill", broker::start);
            step("all messages read", () -> traffic.expect(2));

            step("stopped", broker::stop);
            step("started", broker::start);
            expectRest(broker);
            assertTrue(openFiles(broker) < MOST_FILES, "open files: " + openFiles(broker));
            assertTrue(maps(broker) < MOST_FILES, "mapped regions: " + maps(broker));
            assertEquals(List.of(), broker.logged("ERROR"));
        }
    }

    private static void step(String name, Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        System.out.printf(
                "%d queues, %s: %d ms%n",
                TOPICS * 8, name, (System.nanoTime() - start) / 1_000_000);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void expectRest(ServerProcess broker) throws IOException {
        double share = cpuShare(broker, IDLE_TIME);
        for (int i = 0; i < 3 && share > MOST_IDLE_CPU; i++) { // the JVM may still be warming up
            share = cpuShare(broker, IDLE_TIME);
        }
        System.out.printf(
                "%d queues, at rest: %.2f %% of a core, %d MB resident, %d files, %d maps%n",
                TOPICS * 8,
                share * 100,
                broker.residentBytes() >> 20,
                openFiles(broker),
                maps(broker));
        assertTrue(share <= MOST_IDLE_CPU, "share of a core at rest: " + share);
    }

    private static double cpuShare(ServerProcess broker, Duration time) throws IOException {
        long before = cpuTicks(broker);
        long start = System.nanoTime();
        long end = start + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left); // measuring rest needs time without anything
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return (cpuTicks(broker) - before) / 100.0 / seconds; // Linux counts in 1/100 s
    }

    private static long cpuTicks(ServerProcess broker) throws IOException {
        String stat = Files.readString(proc(broker).resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]); // user, system
    }

    private static long openFiles(ServerProcess broker) throws IOException {
        try (var files = Files.list(proc(broker).resolve("fd"))) {
            return files.count();
        }
    }

    private static long maps(ServerProcess broker) throws IOException {
        try (var lines = Files.lines(proc(broker).resolve("maps"))) {
            return lines.count();
        }
    }

    private static Path proc(ServerProcess broker) {
        return Path.of("/proc", Long.toString(broker.process().pid()));
    }
}
