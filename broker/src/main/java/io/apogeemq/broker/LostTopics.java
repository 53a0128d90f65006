package io.apogeemq.broker;

import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.store.MessageStore;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that have queues in the store: what {@code topics.json} does not say any more when it is
 * lost, or only an older version of it could be read. Their messages are served again; permissions and
 * attributes are the usual ones.
 */
final class LostTopics {
    private static final Logger log = LoggerFactory.getLogger(LostTopics.class);
    private static final String LIGHT_QUEUE_PREFIX = "%LMQ%";
    private static final int MOST_LINES = 20;

    private LostTopics() {}

    /** All of them, whether they are known or not. */
    static List<TopicConfig> of(MessageStore store) {
        List<TopicConfig> topics = new ArrayList<>();
        store.queueCounts()
                .forEach(
                        (topic, queues) -> {
                            boolean isOrdinary =
                                    !TopicName.isSystem(topic)
                                            && !topic.startsWith(LIGHT_QUEUE_PREFIX)
                                            && TopicName.problem(topic).isEmpty();
                            if (isOrdinary) {
                                topics.add(
                                        TopicConfig.of(
                                                topic, queues, queues, QueuePermission.READ_WRITE));
                            }
                        });
        for (TopicConfig topic : topics.subList(0, Math.min(MOST_LINES, topics.size()))) {
            log.warn(
                    "topics.json is lost or old: unless it names this topic, the topic is made again"
                            + " with the queues it has and the usual settings topic={} queues={}",
                    topic.topicName(),
                    topic.readQueueNums());
        }
        return topics;
    }
}
