package io.apogeemq.admin.group;

import io.apogeemq.admin.output.TextTable;
import io.apogeemq.admin.output.TimeText;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.protocol.admin.ConsumeStats;
import io.apogeemq.remoting.protocol.admin.QueueProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * How far one group is behind in each of its queues.
 *
 * @param clientByQueue address of the client that has each queue, as far as known
 */
record GroupLag(
        String group,
        ConsumeStats stats,
        boolean showsClients,
        Map<MessageQueue, String> clientByQueue)
        implements JsonBody {
    private static final String UNKNOWN = "N/A";

    void print(PrintStream out) {
        TextTable table =
                new TextTable()
                        .column("#Topic", 32)
                        .column("#Broker Name", 32)
                        .column("#QID", 4)
                        .column("#Broker Offset", 20)
                        .column("#Consumer Offset", 20);
        if (showsClients) {
            table.column("#Client IP", 20);
        }
        table.column("#Diff", 20).column("#Inflight", 20).column("#LastTime", 20);
        stats.offsetTable().forEach((queue, progress) -> addRow(table, queue, progress));
        table.print(out);
        out.println();
        out.println(String.format(Locale.ROOT, "Consume TPS: %.2f", stats.consumeTps()));
        out.println("Consume Diff Total: " + diffTotal());
        out.println("Consume Inflight Total: " + inflightTotal());
    }

    private void addRow(TextTable table, MessageQueue queue, QueueProgress progress) {
        String time =
                progress.lastTimestamp() > 0 ? TimeText.seconds(progress.lastTimestamp()) : UNKNOWN;
        if (showsClients) {
            table.row(
                    queue.topic(),
                    queue.brokerName(),
                    queue.queueId(),
                    progress.brokerOffset(),
                    progress.consumerOffset(),
                    clientByQueue.getOrDefault(queue, UNKNOWN),
                    diff(progress),
                    inflight(progress),
                    time);
        } else {
            table.row(
                    queue.topic(),
                    queue.brokerName(),
                    queue.queueId(),
                    progress.brokerOffset(),
                    progress.consumerOffset(),
                    diff(progress),
                    inflight(progress),
                    time);
        }
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("consumeTps", stats.consumeTps())
                .member("diffTotal", diffTotal())
                .member("groupName", group)
                .member("inflightTotal", inflightTotal())
                .name("queues")
                .beginArray();
        stats.offsetTable().forEach((queue, progress) -> writeRow(out, queue, progress));
        out.endArray().endObject();
    }

    private void writeRow(JsonOut out, MessageQueue queue, QueueProgress progress) {
        out.beginObject()
                .member("brokerName", queue.brokerName())
                .member("brokerOffset", progress.brokerOffset());
        if (clientByQueue.containsKey(queue)) {
            out.member("clientIp", clientByQueue.get(queue));
        }
        out.member("consumerOffset", progress.consumerOffset())
                .member("diff", diff(progress))
                .member("inflight", inflight(progress));
        if (progress.lastTimestamp() > 0) {
            out.member("lastTime", TimeText.iso(progress.lastTimestamp()));
        }
        out.member("lastTimestamp", progress.lastTimestamp())
                .member("queueId", queue.queueId())
                .member("topic", queue.topic())
                .endObject();
    }

    private long diffTotal() {
        return stats.offsetTable().values().stream().mapToLong(GroupLag::diff).sum();
    }

    private long inflightTotal() {
        return stats.offsetTable().values().stream().mapToLong(GroupLag::inflight).sum();
    }

    private static long diff(QueueProgress progress) {
        return progress.brokerOffset() - progress.consumerOffset();
    }

    /** What was given out and is not confirmed; a broker of 4.x does not say where pulls stand. */
    private static long inflight(QueueProgress progress) {
        return Math.max(0, progress.pullOffset() - progress.consumerOffset());
    }
}
