package io.apogeemq.admin.message;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.Command;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.client.admin.PulledMessages;
import io.apogeemq.client.admin.TopicReader;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.cli.Options;

/**
 * Prints messages of a topic without joining a group: the oldest ones of each queue that are there in
 * the wanted span of time or from the wanted offset on.
 *
 * <p>Threads: confined to the main thread.
 */
public final class ConsumeMessage implements Command {
    private static final int DEFAULT_MESSAGES = 128;
    private static final int MOST_MESSAGES = 1_000_000;
    private static final int HIGHEST_QUEUE_ID = 65_535;
    private static final int PULL_BATCH = 32;

    @Override
    public String name() {
        return "consumeMessage";
    }

    @Override
    public Subject subject() {
        return Subject.MESSAGES;
    }

    @Override
    public String purpose() {
        return "print messages without joining a group";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.required("t", "topic", "topic to read"))
                .addOption(OptionTexts.value("b", "brokerName", "only the queues of this broker"))
                .addOption(OptionTexts.value("i", "queueId", "only this queue; needs -b"))
                .addOption(OptionTexts.value("o", "offset", "from this offset on; needs -b and -i"))
                .addOption(
                        OptionTexts.value(
                                "g",
                                "consumerGroup",
                                "read as this group (default: TOOLS_CONSUMER)"))
                .addOption(TimeOptions.since("s", "beginTimestamp"))
                .addOption(
                        OptionTexts.value(
                                "e",
                                "endTimestamp",
                                "stored before: ms, now or yyyy-MM-dd#HH:mm:ss:SSS"))
                .addOption(
                        OptionTexts.value(
                                "c",
                                "MessageNumber",
                                "most messages of each queue (default: 128)"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "consumeMessage -n localhost:9876 -t orders",
                "consumeMessage -n localhost:9876 -t orders -b broker-a -i 0 -o 100 -c 10");
    }

    @Override
    public void run(Invocation call) {
        Arguments arguments = call.arguments();
        Range range = range(arguments);
        String topic = arguments.require("topic");
        TopicReader reader =
                arguments
                        .text("consumerGroup")
                        .map(group -> call.admin().reader(topic, group))
                        .orElseGet(() -> call.admin().reader(topic));
        List<MessageQueue> queues = queues(arguments, reader);
        if (arguments.has("MessageNumber")) {
            call.line(
                    "The older "
                            + range.mostMessages
                            + " message of the "
                            + (queues.size() == 1 ? queues.get(0).queueId() : "each")
                            + " queue will be provided");
        }
        List<ReadMessage> messages = new ArrayList<>();
        queues.forEach(queue -> read(reader, queue, range, messages));
        call.answer(
                json -> json.beginObject().objects("messages", messages).endObject(),
                out -> {
                    out.println("Consume ok");
                    messages.forEach(message -> out.println(message.line()));
                });
    }

    /** What is wanted of each queue; {@code offset} is negative when the time or the start counts. */
    private record Range(
            long offset, OptionalLong beginMillis, OptionalLong endMillis, int mostMessages) {}

    private static Range range(Arguments arguments) {
        if (arguments.has("queueId") && !arguments.has("brokerName")) {
            throw new UsageProblem(
                    "--queueId needs --brokerName: queues are numbered on each broker");
        }
        if (arguments.has("offset") && !arguments.has("queueId")) {
            throw new UsageProblem("--offset needs --queueId: every queue has offsets of its own");
        }
        return new Range(
                arguments.longOr("offset", -1, 0, Long.MAX_VALUE),
                TimeOptions.millis(arguments, "beginTimestamp"),
                TimeOptions.millis(arguments, "endTimestamp"),
                arguments.intOr("MessageNumber", DEFAULT_MESSAGES, 1, MOST_MESSAGES));
    }

    private static List<MessageQueue> queues(Arguments arguments, TopicReader reader) {
        Optional<String> brokerName = arguments.text("brokerName");
        int queueId = arguments.intOr("queueId", -1, 0, HIGHEST_QUEUE_ID);
        List<MessageQueue> queues =
                reader.queues().stream()
                        .filter(
                                it ->
                                        brokerName.isEmpty()
                                                || brokerName.get().equals(it.brokerName()))
                        .filter(it -> queueId < 0 || queueId == it.queueId())
                        .toList();
        if (queues.isEmpty()) {
            throw new CommandFailed(
                    "topic '"
                            + arguments.require("topic")
                            + "' has no queue to read"
                            + brokerName.map(name -> " on broker '" + name + "'").orElse("")
                            + (queueId < 0 ? "" : " with number " + queueId)
                            + "; 'mqadmin topicRoute' shows what there is");
        }
        return queues;
    }

    private static void read(
            TopicReader reader, MessageQueue queue, Range range, List<ReadMessage> messages) {
        long offset = firstOffset(reader, queue, range);
        long end =
                range.endMillis.isPresent()
                        ? reader.offsetAt(queue, range.endMillis.getAsLong())
                        : reader.maxOffset(queue);
        int left = range.mostMessages;
        while (offset < end && left > 0) {
            PulledMessages pulled = reader.pull(queue, offset, Math.min(PULL_BATCH, left));
            for (MessageExt message : pulled.messages()) {
                if (message.queueOffset() < end && left > 0) {
                    messages.add(new ReadMessage(queue.brokerName(), message));
                    left--;
                }
            }
            if (pulled.nextOffset() <= offset) {
                return; // nothing behind it: the end moved, or the broker does not give more
            }
            offset = pulled.nextOffset();
        }
    }

    private static long firstOffset(TopicReader reader, MessageQueue queue, Range range) {
        if (range.offset >= 0) {
            return range.offset;
        }
        return range.beginMillis.isPresent()
                ? reader.offsetAt(queue, range.beginMillis.getAsLong())
                : reader.minOffset(queue);
    }
}
