package io.apogeemq.admin.message;

import io.apogeemq.admin.Command;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.Subject;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.client.admin.LocatedMessage;
import io.apogeemq.client.admin.Messages;
import io.apogeemq.common.message.MessageId;
import io.apogeemq.common.message.RecordFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/**
 * Shows messages by their ids, or lets a client consume them: by an offset id, which says broker and place, or by the id that a
 * producer gave, which is searched on every broker of the topic.
 *
 * <p>Both have the same form. An offset id has a port where the other has the low bits of a process id
 * in front of a random number: it is taken for an offset id if that makes a port.
 *
 * <p>Threads: confined to the main thread.
 */
public final class QueryMessageById implements Command {
    @Override
    public String name() {
        return "queryMsgById";
    }

    @Override
    public Subject subject() {
        return Subject.MESSAGES;
    }

    @Override
    public String purpose() {
        return "show a message by its id";
    }

    @Override
    public Options options() {
        Options options =
                new Options()
                        .addOption(OptionTexts.required("t", "topic", "its topic"))
                        .addOption(
                                OptionTexts.required(
                                        "i",
                                        "msgId",
                                        "its offset id, or the id its producer gave; id,id"))
                        .addOption(
                                OptionTexts.value(
                                        "c", "cluster", "only the brokers of this cluster"));
        DirectDelivery.addOptions(options);
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "queryMsgById -n localhost:9876 -t orders -i 7F00000100002A9F0000000000000000",
                "queryMsgById -n localhost:9876 -t orders -i 7F00000100002A9F0000000000000000 -g"
                        + " billing -d 192.0.2.7@4711#1");
    }

    @Override
    public void run(Invocation call) {
        boolean isDelivery = DirectDelivery.isWanted(call.arguments());
        String topic = call.arguments().require("topic");
        Messages messages = call.admin().messages();
        List<LocatedMessage> found = new ArrayList<>();
        for (String word : call.arguments().require("msgId").split(",", -1)) {
            String id = word.trim();
            if (id.isEmpty()) {
                throw new UsageProblem("--msgId has an empty id; write them like A,B");
            }
            Optional<MessageId> place = place(id);
            if (place.isPresent()) {
                found.add(messages.at(topic, place.get()));
            } else {
                found.add(MessageSearch.newest(call, topic, id));
            }
        }
        for (LocatedMessage located : found) {
            if (!located.message().topic().equals(topic)) {
                call.warn(
                        "the message '"
                                + located.message().offsetMsgId()
                                + "' belongs to topic '"
                                + located.message().topic()
                                + "', not to '"
                                + topic
                                + "'");
            }
        }
        if (isDelivery) {
            DirectDelivery.run(call, found);
        } else {
            MessageReport.answer(call, MessageReport.of(call, found), true);
        }
    }

    private static Optional<MessageId> place(String id) {
        try {
            return Optional.of(MessageId.parse(id)).filter(place -> place.port() > 0);
        } catch (RecordFormatException e) {
            return Optional.empty(); // so it is what the producer gave
        }
    }
}
