package io.apogeemq.broker.topic;

import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicName;
import java.util.Optional;

/**
 * Creates topics because somebody sends to them, after the template that the producer names. Source:
 * broker spec, "Topics" section 5.
 *
 * <p>Threads: {@link #plan} on any thread; {@link #create} writes a file, so admin threads only.
 */
public final class AutoCreate {
    private final TopicConfigs topics;
    private final LiveConfig live;

    public AutoCreate(TopicConfigs topics, LiveConfig live) {
        this.topics = topics;
        this.live = live;
    }

    /**
     * The topic that sending would create; empty when the template does not allow it.
     *
     * @param template name of an existing topic that may be inherited from
     * @param wantedQueues how many queues the producer would like
     */
    public Optional<TopicConfig> plan(String topic, String template, int wantedQueues) {
        if (template.equals(TopicName.AUTO_CREATE_TEMPLATE) && !live.autoCreateTopics()) {
            return Optional.empty();
        }
        return topics.find(template)
                .filter(config -> QueuePermission.isInherited(config.perm()))
                .map(config -> inherit(config, topic, wantedQueues));
    }

    private static TopicConfig inherit(TopicConfig template, String topic, int wantedQueues) {
        int queues = Math.max(1, Math.min(wantedQueues, template.writeQueueNums()));
        return TopicConfig.of(topic, queues, queues, template.perm() & ~QueuePermission.INHERIT)
                .withTopicFilterType(template.topicFilterType())
                .withTopicSysFlag(template.topicSysFlag());
    }

    /** Creates the planned topic unless there is one of that name by now. */
    public void create(TopicConfig planned) {
        topics.createIfAbsent(planned);
    }
}
