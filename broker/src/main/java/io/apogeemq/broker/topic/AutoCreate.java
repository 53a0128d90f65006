package io.apogeemq.broker.topic;

import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates topics because somebody sends to them, after the template that the producer names. Source:
 * broker spec, "Topics" section 5.
 *
 * <p>Threads: {@link #plan} on any thread; {@link #create} writes a file, so admin threads only.
 */
public final class AutoCreate {
    private static final Logger log = LoggerFactory.getLogger(AutoCreate.class);

    /** Sending creates no more topics than this; an administrator can still. */
    private static final int MOST_TOPICS = 100_000;

    private final TopicConfigs topics;
    private final LiveConfig live;
    private final int mostTopics;

    public AutoCreate(TopicConfigs topics, LiveConfig live) {
        this(topics, live, MOST_TOPICS);
    }

    AutoCreate(TopicConfigs topics, LiveConfig live, int mostTopics) {
        this.topics = topics;
        this.live = live;
        this.mostTopics = mostTopics;
    }

    /**
     * The topic that sending would create; empty when the template does not allow it.
     *
     * @throws RequestRefused when there are too many topics already
     * @param template name of an existing topic that may be inherited from
     * @param wantedQueues how many queues the producer would like
     */
    public Optional<TopicConfig> plan(String topic, String template, int wantedQueues) {
        if (topics.size() >= mostTopics) {
            throw new RequestRefused(
                    ResponseCode.NO_PERMISSION,
                    "topic["
                            + topic
                            + "] is not created by sending to it, the broker has "
                            + mostTopics
                            + " topics already: delete some, or create it (mqadmin updateTopic)");
        }
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
        log.info(
                "topic created because it was sent to topic={} queues={}",
                planned.topicName(),
                planned.writeQueueNums());
    }
}
