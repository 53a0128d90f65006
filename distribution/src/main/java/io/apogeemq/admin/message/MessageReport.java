package io.apogeemq.admin.message;

import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.output.TimeText;
import io.apogeemq.client.admin.LocatedMessage;
import io.apogeemq.client.admin.MessageTrack;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is known of one message: a line for each of its fields, its body, and what each consumer
 * group made of it. The labels are those that scripts written for the peer's tool know; the body stands
 * here itself, in the place of the path of a file.
 */
record MessageReport(LocatedMessage located, List<MessageTrack> tracks) implements JsonBody {

    /** Asks what the groups made of each message. */
    static List<MessageReport> of(Invocation call, List<LocatedMessage> messages) {
        List<MessageReport> reports = new ArrayList<>();
        for (LocatedMessage located : messages) {
            reports.add(new MessageReport(located, call.admin().messages().tracks(located)));
        }
        return reports;
    }

    /** Prints the answer of a command that shows messages. */
    static void answer(Invocation call, List<MessageReport> reports, boolean withOffsetId) {
        call.answer(
                json -> json.beginObject().objects("messages", reports).endObject(),
                out -> reports.forEach(report -> report.print(out, withOffsetId)));
    }

    private void print(PrintStream out, boolean withOffsetId) {
        MessageExt message = located.message();
        if (withOffsetId) {
            line(out, "OffsetID:", message.offsetMsgId());
        }
        line(out, "Topic:", message.topic());
        line(out, "Tags:", "[" + message.tags().orElse("") + "]");
        line(out, "Keys:", "[" + message.property(PropertyKeys.KEYS).orElse("") + "]");
        line(out, "Queue ID:", message.queueId());
        line(out, "Queue Offset:", message.queueOffset());
        line(out, "CommitLog Offset:", message.physicalOffset());
        line(out, "Reconsume Times:", message.reconsumeTimes());
        line(out, "Born Timestamp:", TimeText.millis(message.bornTimestamp()));
        line(out, "Store Timestamp:", TimeText.millis(message.storeTimestamp()));
        line(out, "Born Host:", hostAndPort(message.bornHost()));
        line(out, "Store Host:", hostAndPort(message.storeHost()));
        line(out, "System Flag:", message.sysFlag());
        line(out, "Properties:", message.properties().asMap());
        line(out, "Message Body:", read().shownBody());
        out.println();
        out.println();
        if (tracks.isEmpty()) {
            out.println("WARN: No Consumer");
        }
        for (MessageTrack track : tracks) {
            out.println(
                    "MessageTrack [consumerGroup="
                            + track.group()
                            + ", trackType="
                            + track.outcome()
                            + ", exceptionDesc="
                            + (track.problem().isEmpty() ? "null" : track.problem())
                            + "]");
        }
    }

    private static void line(PrintStream out, String label, Object value) {
        out.println(label + " ".repeat(20 - label.length()) + " " + value);
    }

    private static String hostAndPort(InetSocketAddress host) {
        return host.getAddress().getHostAddress() + ":" + host.getPort();
    }

    private ReadMessage read() {
        return new ReadMessage(located.brokerName(), located.message());
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject();
        read().writeMembers(out);
        out.name("tracks").beginArray();
        for (MessageTrack track : tracks) {
            out.beginObject()
                    .member("consumerGroup", track.group())
                    .memberUnlessEmpty("problem", track.problem())
                    .member("trackType", track.outcome().name())
                    .endObject();
        }
        out.endArray().endObject();
    }
}
