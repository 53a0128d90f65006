package io.apogeemq.admin.group;

import io.apogeemq.admin.output.TextTable;
import io.apogeemq.admin.output.VersionText;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.protocol.group.ClientConnection;
import io.apogeemq.remoting.protocol.group.ConsumerConnection;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One line for each group. */
record GroupOverview(List<Row> rows) implements JsonBody {
    GroupOverview {
        rows = List.copyOf(rows);
    }

    /** One group; version, type and model are empty while no member is connected. */
    record Row(
            String group,
            int members,
            String version,
            String type,
            String model,
            double tps,
            long diffTotal)
            implements JsonBody {

        static Row of(
                String group, Optional<ConsumerConnection> online, double tps, long diffTotal) {
            if (online.isEmpty()) {
                return new Row(group, 0, "OFFLINE", "", "", tps, diffTotal);
            }
            ConsumerConnection members = online.get();
            int version =
                    members.connectionSet().stream()
                            .mapToInt(ClientConnection::version)
                            .min()
                            .orElse(0);
            return new Row(
                    group,
                    members.connectionSet().size(),
                    VersionText.of(version),
                    text(members.consumeType()),
                    members.messageModel().name(),
                    tps,
                    diffTotal);
        }

        private static String text(ConsumeType type) {
            return switch (type) {
                case CONSUME_ACTIVELY -> "PULL";
                case CONSUME_PASSIVELY -> "PUSH";
                case CONSUME_POP -> "POP";
            };
        }

        @Override
        public void write(JsonOut out) {
            out.beginObject()
                    .member("consumeTps", tps)
                    .member("count", members)
                    .member("diffTotal", diffTotal)
                    .member("groupName", group)
                    .memberUnlessEmpty("messageModel", model)
                    .memberUnlessEmpty("type", type)
                    .member("version", version)
                    .endObject();
        }
    }

    void print(PrintStream out) {
        TextTable table =
                new TextTable()
                        .column("#Group", 64)
                        .column("#Count", 6)
                        .column("#Version", 24)
                        .column("#Type", 5)
                        .column("#Model", 14)
                        .column("#TPS", 5)
                        .column("#Diff Total", 11);
        for (Row row : rows) {
            table.row(
                    row.group,
                    row.members,
                    row.version,
                    row.type,
                    row.model,
                    String.format(Locale.ROOT, "%.0f", row.tps),
                    row.diffTotal);
        }
        table.print(out);
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().objects("groups", rows).endObject();
    }
}
