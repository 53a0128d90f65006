package io.apogeemq.broker.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.stats.BrokerStats;
import io.apogeemq.broker.stats.Rates;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.store.LogOffsets;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreState;
import io.apogeemq.store.StoreStats;
import io.apogeemq.store.retention.DiskUsage;
import io.apogeemq.store.verify.ScrubStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of a broker as names and texts, in the words and forms that the peers' tools read. Rows of
 * our own begin with {@code apogee.}.
 *
 * <p>Requests are not queued here before they are handled, so the rows about queues of thread pools,
 * which tools expect, are zero.
 *
 * <p>Source: broker spec, "Statistics", section 1.
 *
 * <p>Threads: any that may read the disk's free space.
 */
public final class RuntimeTable {
    private static final String VERSION_NAME = "V5_4_0"; // what our protocol version stands for
    private static final long KIB = 1024;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private final MessageStore store;
    private final BrokerStats stats;
    private final Clock clock;
    private final long startedMillis;

    /** The state of the broker that has this store and these counters, and that starts now. */
    public RuntimeTable(MessageStore store, BrokerStats stats, Clock clock) {
        this.store = requireNonNull(store, "store");
        this.stats = requireNonNull(stats, "stats");
        this.clock = requireNonNull(clock, "clock");
        this.startedMillis = clock.millis();
    }

    /** Every row. */
    SortedMap<String, String> rows() {
        SortedMap<String, String> rows = new TreeMap<>();
        addIdentity(rows);
        addTraffic(rows);
        addStore(rows);
        addDisk(rows);
        addQueues(rows);
        return rows;
    }

    private void addIdentity(SortedMap<String, String> rows) {
        Duration up = Duration.ofMillis(clock.millis() - startedMillis);
        rows.put("brokerVersion", String.valueOf(RemotingCommand.VERSION));
        rows.put("brokerVersionDesc", VERSION_NAME);
        rows.put("brokerActive", "true");
        rows.put("bootTimestamp", String.valueOf(startedMillis));
        rows.put("startAcceptSendRequestTimeStamp", "0");
        rows.put(
                "runtime",
                String.format(
                        Locale.ROOT,
                        "[ %d days, %d hours, %d minutes, %d seconds ]",
                        up.toDays(),
                        up.toHoursPart(),
                        up.toMinutesPart(),
                        up.toSecondsPart()));
    }

    private void addTraffic(SortedMap<String, String> rows) {
        BrokerStats.DayStart today = stats.startOfDay();
        BrokerStats.DayStart yesterday = stats.startOfYesterday();
        put(rows, "msgPutTotalYesterdayMorning", yesterday.sent());
        put(rows, "msgPutTotalTodayMorning", today.sent());
        put(rows, "msgPutTotalTodayNow", stats.sentTotal());
        put(rows, "msgGetTotalYesterdayMorning", yesterday.given());
        put(rows, "msgGetTotalTodayMorning", today.given());
        put(rows, "msgGetTotalTodayNow", stats.givenTotal());
        Rates found = stats.foundRates();
        Rates missed = stats.missRates();
        rows.put("putTps", stats.sendRates().text());
        rows.put("getTransferredTps", stats.giveRates().text());
        rows.put("getTransferedTps", stats.giveRates().text()); // the spelling of 4.x
        rows.put("getFoundTps", found.text());
        rows.put("getMissTps", missed.text());
        rows.put("getTotalTps", found.plus(missed).text());
        long requests = Math.max(stats.sendRequests(), 1);
        put(rows, "putMessageTimesTotal", requests);
        put(rows, "putMessageSizeTotal", stats.sentBytes());
        rows.put("putMessageAverageSize", String.valueOf((double) stats.sentBytes() / requests));
    }

    private void addStore(SortedMap<String, String> rows) {
        LogOffsets log = store.offsets();
        StoreStats now = store.stats();
        put(rows, "commitLogMinOffset", log.min());
        put(rows, "commitLogMaxOffset", log.max());
        put(rows, "earliestMessageTimeStamp", store.earliestStoreTimestamp());
        put(rows, "dispatchBehindBytes", now.dispatchLagBytes());
        put(rows, "dispatchMaxBuffer", 0);
        rows.put("remainHowManyDataToFlush", size(now.flushLagBytes()));
        put(rows, "putMessageFailedTimes", now.refusedAppends());
        put(rows, "pageCacheLockTimeMills", 0);
        put(rows, "apogee.allocationWaits", now.allocationWaits());
        put(rows, "apogee.badQueueEntries", now.badEntries());
        put(rows, "apogee.damagedRecordsRead", now.damagedRecords());
        put(rows, "apogee.forces", now.forces());
        rows.put("apogee.storeState", stateText(store.state()));
        List<String> troubles = store.troubles();
        rows.put("apogee.storeTroubles", troubles.isEmpty() ? "none" : String.join("; ", troubles));
        put(rows, "apogee.damagedLogRanges", store.damage().skippedRanges().size());
        put(rows, "apogee.damagedLogBytes", store.damage().skippedBytes());
        put(rows, "apogee.lostLogBytes", store.damage().lostBytes());
        put(rows, "apogee.undispatchableRecords", now.undispatchable());
        addVerification(rows, now.scrub());
    }

    private static void addVerification(SortedMap<String, String> rows, ScrubStatus verified) {
        rows.put(
                "apogee.storeVerifyState",
                verified.run() == 0
                        ? "none yet"
                        : verified.isRunning()
                                ? "running"
                                : verified.isComplete() ? "complete" : "ended early");
        put(rows, "apogee.storeVerifyBegan", verified.beganMillis());
        put(rows, "apogee.storeVerifyEnded", verified.endedMillis());
        put(rows, "apogee.storeVerifyLogBytes", verified.logBytes());
        put(rows, "apogee.storeVerifyDamages", verified.damages());
        put(rows, "apogee.storeVerifyNotes", verified.notes());
    }

    private static String stateText(StoreState state) {
        return state instanceof StoreState.NotWritable not
                ? "takes no messages: " + not.reason() + ", " + not.detail()
                : "writable";
    }

    private void addDisk(SortedMap<String, String> rows) {
        DiskUsage logDisk;
        DiskUsage rootDisk;
        try {
            logDisk = store.retention().logDisk();
            rootDisk = store.retention().rootDisk();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the free space of the store's disks", e);
        }
        rows.put("commitLogDiskRatio", ratio(logDisk));
        rows.put("commitLogDiskRatio_" + logDisk.path(), ratio(logDisk));
        rows.put("consumeQueueDiskRatio", ratio(rootDisk));
        rows.put(
                "commitLogDirCapacity",
                "Total : "
                        + size(logDisk.totalBytes())
                        + ", Free : "
                        + size(logDisk.usableBytes())
                        + ".");
    }

    private static String ratio(DiskUsage disk) {
        return String.format(Locale.ROOT, "%.2f", disk.usedRatio());
    }

    private static void addQueues(SortedMap<String, String> rows) {
        for (String pool : new String[] {"send", "pull", "litePull", "query", "ack"}) {
            put(rows, pool + "ThreadPoolQueueSize", 0);
            put(rows, pool + "ThreadPoolQueueCapacity", 0);
            put(rows, pool + "ThreadPoolQueueHeadWaitTimeMills", 0);
        }
        put(rows, "EndTransactionQueueSize", 0);
        put(rows, "EndTransactionThreadPoolQueueCapacity", 0);
        put(rows, "timerReadBehind", 0);
        put(rows, "timerOffsetBehind", 0);
        put(rows, "timerCongestNum", 0);
        rows.put("timerEnqueueTps", "0.0");
        rows.put("timerDequeueTps", "0.0");
    }

    private static void put(SortedMap<String, String> rows, String name, long value) {
        rows.put(name, String.valueOf(value));
    }

    private static String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = 0;
        while (amount >= KIB && unit < UNITS.length - 1) {
            amount /= KIB;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }
}
