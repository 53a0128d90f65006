package io.apogeemq.admin.message;

import io.apogeemq.admin.Invocation;
import io.apogeemq.client.admin.KeyMatches;
import io.apogeemq.client.admin.KeySearch;
import io.apogeemq.client.admin.LocatedMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Searches messages for the commands that query. What could not be asked is told, so that nobody takes
 * a part for everything.
 *
 * <p>Threads: confined to the main thread.
 */
final class MessageSearch {
    /** What brokers give at most for one id. */
    static final int MOST_MESSAGES = 32;

    private MessageSearch() {}

    /** The newest message with an id that a producer gave. */
    static LocatedMessage newest(Invocation call, String topic, String id) {
        return newestFirst(call, topic, id, 0, Long.MAX_VALUE).get(0);
    }

    /** The messages with an id that a producer gave, at least one. */
    static List<LocatedMessage> newestFirst(
            Invocation call, String topic, String id, long beginMillis, long endMillis) {
        KeyMatches matches =
                call.admin()
                        .messages()
                        .byUniqueKey(
                                new KeySearch(
                                        topic,
                                        call.arguments().text("cluster"),
                                        MOST_MESSAGES,
                                        beginMillis,
                                        endMillis),
                                id);
        warnOfUnanswered(call, matches);
        List<LocatedMessage> newestFirst = new ArrayList<>(matches.messages());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** Says which brokers may have more. */
    static void warnOfUnanswered(Invocation call, KeyMatches matches) {
        matches.unanswered()
                .forEach(
                        (broker, reason) ->
                                call.warn(
                                        "broker '"
                                                + broker
                                                + "' may have more of them, it could not be asked: "
                                                + reason));
    }
}
