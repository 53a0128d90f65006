package io.apogeemq.broker.topic;

import io.apogeemq.common.topic.TopicConfig;
import java.util.List;

/** Hears of changes of the topic table, on the thread that made them, after they are on disk. */
public interface TopicChangeListener {
    /** Topics were created or have other settings now. */
    void onChanged(List<TopicConfig> topics);

    /** A topic is gone. */
    void onDeleted(String topic);
}
