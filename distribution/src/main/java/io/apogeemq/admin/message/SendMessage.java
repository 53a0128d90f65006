package io.apogeemq.admin.message;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.Command;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.admin.output.TextTable;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.client.producer.SendOptions;
import io.apogeemq.client.producer.SendReceipt;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.topic.MessageQueue;
import java.util.List;
import org.apache.commons.cli.Options;

/** Sends one message. Threads: confined to the main thread. */
public final class SendMessage implements Command {
    private static final String GROUP = "mqadmin";
    private static final int HIGHEST_QUEUE_ID = 65_535;

    @Override
    public String name() {
        return "sendMessage";
    }

    @Override
    public Subject subject() {
        return Subject.MESSAGES;
    }

    @Override
    public String purpose() {
        return "send one message";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.required("t", "topic", "topic to send to"))
                .addOption(OptionTexts.required("p", "body", "body, sent as UTF-8"))
                .addOption(OptionTexts.value("k", "key", "keys, with blanks between them"))
                .addOption(OptionTexts.value("c", "tags", "tag"))
                .addOption(OptionTexts.value("b", "broker", "name of the broker to send to"))
                .addOption(OptionTexts.value("i", "qid", "queue of that broker; needs -b"))
                .addOption(
                        OptionTexts.value("m", "msgTraceEnable", "false; traces are not written"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "sendMessage -n localhost:9876 -t orders -p \"order 4711\"",
                "sendMessage -n localhost:9876 -t orders -p paid -k 4711 -c paid -b broker-a -i 0");
    }

    @Override
    public void run(Invocation call) {
        Message message = message(call.arguments());
        try (Producer producer =
                Producer.builder().connections(call.admin().connections()).group(GROUP).build()) {
            SendReceipt receipt = producer.send(message, options(call.arguments(), producer));
            call.answer(
                    json ->
                            json.beginObject()
                                    .member("brokerName", receipt.queue().brokerName())
                                    .member("msgId", receipt.messageId())
                                    .member("offsetMsgId", receipt.offsetMessageId())
                                    .member("queueId", receipt.queue().queueId())
                                    .member("queueOffset", receipt.queueOffset())
                                    .member("sendResult", receipt.status().name())
                                    .endObject(),
                    out ->
                            new TextTable()
                                    .column("#Broker Name", 32)
                                    .column("#QID", 4)
                                    .column("#Send Result", 20)
                                    .column("#MsgId", 32)
                                    .row(
                                            receipt.queue().brokerName(),
                                            receipt.queue().queueId(),
                                            receipt.status(),
                                            receipt.messageId())
                                    .print(out));
        }
    }

    private static Message message(Arguments arguments) {
        if (arguments.booleanOr("msgTraceEnable", false)) {
            throw new UsageProblem("--msgTraceEnable true: this tool does not write traces");
        }
        Message.Builder message =
                Message.builder(arguments.require("topic"))
                        .body(arguments.exactText("body").orElse(""));
        arguments.text("key").ifPresent(message::keys);
        arguments.text("tags").ifPresent(message::tags);
        return message.build();
    }

    private static SendOptions options(Arguments arguments, Producer producer) {
        if (!arguments.has("broker")) {
            if (arguments.has("qid")) {
                throw new UsageProblem("--qid needs --broker: queues are numbered on each broker");
            }
            return SendOptions.DEFAULT;
        }
        String topic = arguments.require("topic");
        String brokerName = arguments.require("broker");
        int queueId = arguments.intOr("qid", -1, 0, HIGHEST_QUEUE_ID);
        List<MessageQueue> queues = producer.publishQueues(topic);
        MessageQueue chosen =
                queues.stream()
                        .filter(queue -> queue.brokerName().equals(brokerName))
                        .filter(queue -> queueId < 0 || queue.queueId() == queueId)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new CommandFailed(
                                                "topic '"
                                                        + topic
                                                        + "' has no queue to send to on broker '"
                                                        + brokerName
                                                        + "'"
                                                        + (queueId < 0
                                                                ? ""
                                                                : " with number " + queueId)
                                                        + "; 'mqadmin topicRoute' shows what there"
                                                        + " is"));
        return SendOptions.DEFAULT.withSelector((all, message) -> chosen);
    }
}
