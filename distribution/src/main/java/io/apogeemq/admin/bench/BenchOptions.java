package io.apogeemq.admin.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One load to run.
 *
 * @param load what to do
 * @param way raw frames or the client library
 * @param nameServers list separated by semicolons
 * @param topic created when it is missing
 * @param queues of the topic
 * @param bodyBytes body of each message
 * @param connections raw: sockets, each with a thread of its own
 * @param window requests in flight on each connection
 * @param batch messages in one batch, or wanted by one pull
 * @param ratePerSecond due requests a second in all; 0: as fast as the window allows
 * @param duration measured time, or the most that a drain may take
 * @param warmUp time of the same load before it counts
 * @param messages drain: how many to store first
 * @param directory disk: where the file is made
 * @param brokerPid the broker's process; 0: whoever listens on its port
 */
record BenchOptions(
        Load load,
        Way way,
        String nameServers,
        String topic,
        int queues,
        int bodyBytes,
        int connections,
        int window,
        int batch,
        double ratePerSecond,
        Duration duration,
        Duration warmUp,
        long messages,
        Path directory,
        long brokerPid) {

    /** What to do. */
    enum Load {
        /** Single sends, pipelined. */
        PRODUCE,
        /** Sends of many messages at once. */
        BATCH,
        /** One send at a time on one connection. */
        SYNC,
        /** Pull everything that is stored. */
        DRAIN,
        /** From a send that is due to the consumer's long poll, at a fixed rate. */
        E2E,
        /** No broker: forces of a file, one after the other. */
        DISK
    }

    /** How to do it. */
    enum Way {
        RAW,
        CLIENT
    }
}
