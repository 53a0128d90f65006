package io.apogeemq.admin.message;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.client.admin.LocatedMessage;
import java.util.List;
import org.apache.commons.cli.Options;

/**
 * Shows the newest message, or all, with the id that a producer gave. There is more than one when a
 * producer sent again what a broker had taken.
 *
 * <p>Threads: confined to the main thread.
 */
public final class QueryMessageByUniqueKey implements Command {
    @Override
    public String name() {
        return "queryMsgByUniqueKey";
    }

    @Override
    public Subject subject() {
        return Subject.MESSAGES;
    }

    @Override
    public String purpose() {
        return "show a message by the id its producer gave";
    }

    @Override
    public Options options() {
        Options options =
                new Options()
                        .addOption(OptionTexts.required("t", "topic", "its topic"))
                        .addOption(OptionTexts.required("i", "msgId", "the id its producer gave"))
                        .addOption(
                                OptionTexts.flag(
                                        "a",
                                        "showAll",
                                        "all with this id, the newest first; at most "
                                                + MessageSearch.MOST_MESSAGES))
                        .addOption(
                                OptionTexts.value(
                                        "c", "cluster", "only the brokers of this cluster"))
                        .addOption(TimeOptions.since("s", "startTime"))
                        .addOption(TimeOptions.until("e", "endTime"));
        DirectDelivery.addOptions(options);
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "queryMsgByUniqueKey -n localhost:9876 -t orders -i 7F0000010A2B3C4D5E6F0001A2B3C4D5");
    }

    @Override
    public void run(Invocation call) {
        Arguments arguments = call.arguments();
        boolean isDelivery = DirectDelivery.isWanted(arguments);
        List<LocatedMessage> found =
                MessageSearch.newestFirst(
                        call,
                        arguments.require("topic"),
                        arguments.require("msgId"),
                        TimeOptions.millis(arguments, "startTime").orElse(0),
                        TimeOptions.millis(arguments, "endTime").orElse(Long.MAX_VALUE));
        List<LocatedMessage> shown = arguments.has("showAll") ? found : found.subList(0, 1);
        if (isDelivery) {
            DirectDelivery.run(call, shown);
        } else {
            MessageReport.answer(call, MessageReport.of(call, shown), false);
        }
    }
}
