package io.apogeemq.e2e.upgrade;

import io.apogeemq.client.admin.AdminClient;
import io.apogeemq.client.admin.TopicReader;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.e2e.Deadline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that a broker serves, read queue by queue from beginning to end. */
final class StoreReader {
    private static final int AT_A_TIME = 32;

    private StoreReader() {}

    /** Every message of these topics by queue; waits until each queue has the wanted end. */
    static SortedMap<MessageQueue, List<MessageExt>> read(
            String nameServers, Collection<String> topics, Map<MessageQueue, Long> wantedEnds) {
        SortedMap<MessageQueue, List<MessageExt>> all = new TreeMap<>();
        try (AdminClient admin = AdminClient.connect(nameServers)) {
            for (String topic : topics) {
                Deadline.await(
                        () -> admin.topics().findRoute(topic).isPresent(),
                        () -> "no route of topic " + topic);
                TopicReader reader = admin.reader(topic);
                for (MessageQueue queue : reader.queues()) {
                    long end = wantedEnds.getOrDefault(queue, 0L);
                    Deadline.await(
                            () -> reader.maxOffset(queue) >= end,
                            () -> queue + " ends at " + reader.maxOffset(queue) + ", not " + end);
                    all.put(queue, read(reader, queue));
                }
            }
        }
        return all;
    }

    private static List<MessageExt> read(TopicReader reader, MessageQueue queue) {
        List<MessageExt> messages = new ArrayList<>();
        long end = reader.maxOffset(queue);
        long at = reader.minOffset(queue);
        while (at < end) {
            List<MessageExt> more = reader.pull(queue, at, AT_A_TIME).messages();
            if (more.isEmpty()) {
                throw new AssertionError(queue + " gives nothing at " + at + " of " + end);
            }
            for (MessageExt message : more) {
                if (message.queueOffset() != at) {
                    throw new AssertionError(queue + " gives " + message + " at " + at);
                }
                at++;
            }
            messages.addAll(more);
        }
        return messages;
    }

    /** Where the queues end that were read. */
    static Map<MessageQueue, Long> ends(Map<MessageQueue, List<MessageExt>> read) {
        Map<MessageQueue, Long> ends = new TreeMap<>();
        read.forEach(
                (queue, messages) -> {
                    if (!messages.isEmpty()) {
                        ends.put(queue, messages.get(messages.size() - 1).queueOffset() + 1);
                    }
                });
        return ends;
    }
}
