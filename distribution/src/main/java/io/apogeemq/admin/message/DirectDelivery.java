package io.apogeemq.admin.message;

import io.apogeemq.admin.Arguments;
import io.apogeemq.admin.CommandFailed;
import io.apogeemq.admin.Invocation;
import io.apogeemq.admin.OptionTexts;
import io.apogeemq.admin.UsageProblem;
import io.apogeemq.client.admin.LocatedMessage;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.Options;

/**
 * Gives messages to one client of a group instead of showing them. What the client made of each is the
 * answer, in the words of the peer's tool.
 *
 * <p>Threads: confined to the main thread.
 */
final class DirectDelivery {
    private static final Set<String> GOOD = Set.of("CR_SUCCESS", "CR_COMMIT");

    private DirectDelivery() {}

    static void addOptions(Options options) {
        options.addOption(
                OptionTexts.value(
                        "g", "consumerGroup", "let a member of this group consume it; needs -d"));
        options.addOption(
                OptionTexts.value("d", "clientId", "the member: 'mqadmin consumerConnection'"));
    }

    /**
     * Whether that is wanted.
     *
     * @throws UsageProblem when a half of it is missing
     */
    static boolean isWanted(Arguments arguments) {
        if (arguments.has("consumerGroup") != arguments.has("clientId")) {
            throw new UsageProblem(
                    "--consumerGroup and --clientId belong together: who shall consume the message");
        }
        return arguments.has("clientId");
    }

    /**
     * Gives the messages to the client, one after the other.
     *
     * @throws CommandFailed when the client did not consume one
     */
    static void run(Invocation call, List<LocatedMessage> messages) {
        String group = call.arguments().require("consumerGroup");
        String clientId = call.arguments().require("clientId");
        List<ConsumeMessageDirectlyResult> results = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (LocatedMessage located : messages) {
            ConsumeMessageDirectlyResult result =
                    call.admin().messages().consumeDirectly(located, group, clientId);
            results.add(result);
            if (!GOOD.contains(result.consumeResult())) {
                failed.add(located.message().msgId() + " with " + result.consumeResult());
            }
        }
        call.answer(
                json -> json.beginObject().objects("results", results).endObject(),
                out -> results.forEach(result -> out.println(line(result))));
        if (!failed.isEmpty()) {
            throw new CommandFailed(
                    "client '"
                            + clientId
                            + "' did not consume "
                            + String.join(", ", failed)
                            + "; look at its log");
        }
    }

    private static String line(ConsumeMessageDirectlyResult result) {
        return "ConsumeMessageDirectlyResult [order="
                + result.order()
                + ", autoCommit="
                + result.autoCommit()
                + ", consumeResult="
                + result.consumeResult()
                + ", remark="
                + (result.remark().isEmpty() ? "null" : result.remark())
                + ", spentTimeMills="
                + result.spentTimeMillis()
                + "]";
    }
}
