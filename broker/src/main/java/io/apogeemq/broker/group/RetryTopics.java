package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the retry topic of a group on its first heartbeat: clients subscribe to it, and tools look a
 * group up by the route of it.
 *
 * <p>Threads: asked by io threads for every heartbeat, without blocking; topics are made on the
 * executor, because that writes a file. A topic that is there is never changed.
 */
final class RetryTopics {
    private static final Logger log = LoggerFactory.getLogger(RetryTopics.class);

    private final TopicConfigs topics;
    private final Executor executor;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    RetryTopics(TopicConfigs topics, Executor executor) {
        this.topics = requireNonNull(topics, "topics");
        this.executor = requireNonNull(executor, "executor");
    }

    /** Sees to it that the topic will be there soon; the next heartbeat tries again if that fails. */
    void ensure(SubscriptionGroupConfig group) {
        String topic = GroupName.retryTopic(group.groupName());
        if (topics.find(topic).isPresent() || !underWay.add(topic)) {
            return;
        }
        int queues = Math.max(1, group.retryQueueNums());
        try {
            executor.execute(
                    () -> {
                        try {
                            topics.createIfAbsent(
                                    TopicConfig.of(
                                            topic, queues, queues, QueuePermission.READ_WRITE));
                        } finally {
                            underWay.remove(topic);
                        }
                    });
        } catch (RejectedExecutionException busy) {
            underWay.remove(topic);
            log.debug("retry topic is made with a later heartbeat topic={}", topic);
        }
    }
}
