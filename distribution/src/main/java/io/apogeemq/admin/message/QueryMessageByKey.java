package io.apogeemq.admin.message;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.admin.output.TextTable;
import io.apogeemq.client.admin.KeyMatches;
import io.apogeemq.client.admin.KeySearch;
import io.apogeemq.client.admin.LocatedMessage;
import io.apogeemq.client.admin.Messages;
import java.io.PrintStream;
import java.util.List;
import org.apache.commons.cli.Options;

/**
 * Lists the newest messages with a key, in the order they were stored.
 *
 * <p>Threads: confined to the main thread.
 */
public final class QueryMessageByKey implements Command {
    private static final int DEFAULT_MESSAGES = 64;
    private static final int MOST_OF_A_BROKER = 64;

    @Override
    public String name() {
        return "queryMsgByKey";
    }

    @Override
    public Subject subject() {
        return Subject.MESSAGES;
    }

    @Override
    public String purpose() {
        return "list the messages with a key";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(OptionTexts.required("t", "topic", "their topic"))
                .addOption(OptionTexts.required("k", "msgKey", "the key"))
                .addOption(TimeOptions.since("b", "beginTimestamp"))
                .addOption(TimeOptions.until("e", "endTimestamp"))
                .addOption(
                        OptionTexts.value(
                                "m",
                                "maxNum",
                                "the newest so many (default: 64, which is also the most that one"
                                        + " broker gives)"))
                .addOption(OptionTexts.value("c", "cluster", "only the brokers of this cluster"))
                .addOption(
                        OptionTexts.value(
                                "p",
                                "keyType",
                                "K, a key, or T, a tag, where brokers keep an index of tags"
                                        + " (default: K)"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "queryMsgByKey -n localhost:9876 -t orders -k order-4711",
                "queryMsgByKey -n localhost:9876 -t orders -k order-4711 -b"
                        + " 2026-01-31#00:00:00:000 -e now");
    }

    @Override
    public void run(Invocation call) {
        Arguments arguments = call.arguments();
        String key = arguments.require("msgKey");
        KeySearch search = search(arguments);
        KeyMatches matches = matches(call.admin().messages(), arguments, search, key);
        MessageSearch.warnOfUnanswered(call, matches);
        List<ReadMessage> messages =
                matches.messages().stream()
                        .map(it -> new ReadMessage(it.brokerName(), it.message()))
                        .toList();
        if (search.mostMessages() > MOST_OF_A_BROKER && messages.size() >= MOST_OF_A_BROKER) {
            call.warn(
                    "there may be more: a broker gives its newest "
                            + MOST_OF_A_BROKER
                            + " messages with a key; -b and -e narrow the time");
        }
        call.answer(
                json ->
                        json.beginObject()
                                .member("indexKey", key)
                                .objects("messages", messages)
                                .endObject(),
                out -> print(out, key, matches.messages()));
    }

    private static KeySearch search(Arguments arguments) {
        return new KeySearch(
                arguments.require("topic"),
                arguments.text("cluster"),
                arguments.intOr("maxNum", DEFAULT_MESSAGES, 1, Integer.MAX_VALUE),
                TimeOptions.millis(arguments, "beginTimestamp").orElse(0),
                TimeOptions.millis(arguments, "endTimestamp").orElse(Long.MAX_VALUE));
    }

    private static KeyMatches matches(
            Messages messages, Arguments arguments, KeySearch search, String key) {
        String keyType = arguments.text("keyType").orElse("K");
        return switch (keyType) {
            case "K" -> messages.byKey(search, key);
            case "T" -> messages.byTag(search, key);
            default ->
                    throw new UsageProblem(
                            "--keyType '" + keyType + "' must be K, a key, or T, a tag");
        };
    }

    private static void print(PrintStream out, String key, List<LocatedMessage> messages) {
        TextTable table =
                new TextTable()
                        .column("#Message ID", 50)
                        .column("#QID", 4)
                        .column("#Offset", 20)
                        .column("#IndexKey", 20);
        for (LocatedMessage located : messages) {
            table.row(
                    located.message().msgId(),
                    located.message().queueId(),
                    located.message().queueOffset(),
                    key);
        }
        table.print(out);
    }
}
