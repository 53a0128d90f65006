package io.apogeemq.admin.cluster;

import io.apogeemq.admin.output.TextTable;
import io.apogeemq.client.admin.BrokerNode;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The brokers as {@code clusterList} shows them. Columns and keys: administration spec, "Exact
 * outputs" and "brokerStatus keys".
 */
record BrokerTable(List<BrokerRow> rows, boolean showsDays, long nowMillis) implements JsonBody {
    private static final double MILLIS_PER_HOUR = 3_600_000.0;
    private static final double TEN_THOUSAND = 10_000.0;

    BrokerTable {
        rows = List.copyOf(rows);
    }

    void print(PrintStream out) {
        if (showsDays) {
            printDays(out);
        } else {
            printLoad(out);
        }
    }

    private void printLoad(PrintStream out) {
        TextTable table =
                new TextTable()
                        .column("#Cluster Name", 22)
                        .column("#Broker Name", 22)
                        .column("#BID", 4)
                        .column("#Addr", 22)
                        .column("#Version", 16)
                        .column("#InTPS(LOAD)", 16)
                        .column("#OutTPS(LOAD)", 30)
                        .column("#Timer(Progress)", 22)
                        .column("#PCWait(ms)", 11)
                        .column("#Hour", 12)
                        .column("#SPACE", 8)
                        .column("#ACTIVATED", 10);
        for (BrokerRow row : rows) {
            BrokerNode broker = row.broker();
            table.row(
                    broker.cluster(),
                    broker.brokerName(),
                    broker.brokerId(),
                    broker.address(),
                    row.hasAnswered() ? row.text("brokerVersionDesc") : "-",
                    inLoad(row),
                    outLoad(row),
                    timer(row),
                    row.number("pageCacheLockTimeMills"),
                    text("%.2f", hours(row)),
                    text("%.4f", row.decimal("commitLogDiskRatio")),
                    isActive(row));
        }
        table.print(out);
    }

    private void printDays(PrintStream out) {
        TextTable table =
                new TextTable()
                        .column("#Cluster Name", 16)
                        .column("#Broker Name", 32)
                        .column("#InTotalYest", 14)
                        .column("#OutTotalYest", 14)
                        .column("#InTotalToday", 14)
                        .column("#OutTotalToday", 14);
        for (BrokerRow row : rows) {
            table.row(
                    row.broker().cluster(),
                    row.broker().brokerName(),
                    yesterday(row, "Put"),
                    yesterday(row, "Get"),
                    today(row, "Put"),
                    today(row, "Get"));
        }
        table.print(out);
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().name("brokers").beginArray();
        for (BrokerRow row : rows) {
            out.beginObject()
                    .member("activated", isActive(row))
                    .member("address", row.broker().address())
                    .member("answered", row.hasAnswered())
                    .member("brokerId", row.broker().brokerId())
                    .member("brokerName", row.broker().brokerName())
                    .member("cluster", row.broker().cluster())
                    .member("diskRatio", row.decimal("commitLogDiskRatio"))
                    .member("hours", hours(row))
                    .member("inTotalToday", today(row, "Put"))
                    .member("inTotalYesterday", yesterday(row, "Put"))
                    .member("inTps", row.rate("putTps"))
                    .member("outTotalToday", today(row, "Get"))
                    .member("outTotalYesterday", yesterday(row, "Get"))
                    .member("outTps", outRate(row))
                    .member("pageCacheWaitMillis", row.number("pageCacheLockTimeMills"))
                    .member("pullQueueSize", row.number("pullThreadPoolQueueSize"))
                    .member("sendQueueSize", row.number("sendThreadPoolQueueSize"))
                    .member("version", row.text("brokerVersionDesc"))
                    .endObject();
        }
        out.endArray().endObject();
    }

    private static String inLoad(BrokerRow row) {
        return text("%.2f", row.rate("putTps"))
                + "("
                + row.number("sendThreadPoolQueueSize")
                + ","
                + row.number("sendThreadPoolQueueHeadWaitTimeMills")
                + "ms)";
    }

    private static String outLoad(BrokerRow row) {
        return text("%.2f", outRate(row))
                + "("
                + row.number("pullThreadPoolQueueSize")
                + ","
                + row.number("pullThreadPoolQueueHeadWaitTimeMills")
                + "ms|"
                + row.number("litePullThreadPoolQueueSize")
                + ","
                + row.number("litePullThreadPoolQueueHeadWaitTimeMills")
                + "ms)";
    }

    /** Brokers before 5.0 spell the key with one r. */
    private static double outRate(BrokerRow row) {
        return row.rate(
                row.text("getTransferredTps").isEmpty() ? "getTransferedTps" : "getTransferredTps");
    }

    private static String timer(BrokerRow row) {
        return row.number("timerReadBehind")
                + "-"
                + row.number("timerOffsetBehind")
                + text("(%.1fw", row.decimal("timerCongestNum") / TEN_THOUSAND)
                + text(", %.1f", row.decimal("timerEnqueueTps"))
                + text(", %.1f)", row.decimal("timerDequeueTps"));
    }

    /** Age of the oldest message; 0 for an empty store. */
    private double hours(BrokerRow row) {
        long earliest = row.number("earliestMessageTimeStamp");
        return earliest <= 0 ? 0 : Math.max(0, nowMillis - earliest) / MILLIS_PER_HOUR;
    }

    private static boolean isActive(BrokerRow row) {
        return Boolean.parseBoolean(row.text("brokerActive"));
    }

    private static long yesterday(BrokerRow row, String direction) {
        return row.number("msg" + direction + "TotalTodayMorning")
                - row.number("msg" + direction + "TotalYesterdayMorning");
    }

    private static long today(BrokerRow row, String direction) {
        return row.number("msg" + direction + "TotalTodayNow")
                - row.number("msg" + direction + "TotalTodayMorning");
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
