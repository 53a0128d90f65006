package io.apogeemq.broker.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.config.BrokerConfigKeys;
import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicFilterType;
import io.apogeemq.remoting.server.RequestRefused;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoCreateTest {
    @TempDir Path directory;
    private TopicConfigs topics;

    @BeforeEach
    void start() {
        topics = TopicConfigs.open(DurableFiles.onDisk(), directory, Clock.SYSTEM);
        topics.createOrUpdateAll(
                List.of(
                        TopicConfig.of("TBW102", 8, 8, 7),
                        TopicConfig.of("Mine", 3, 3, 5)
                                .withTopicFilterType(TopicFilterType.MULTI_TAG),
                        TopicConfig.of("Plain", 8, 8, 6)));
    }

    private AutoCreate autoCreate(int mostTopics, String... words) {
        LiveConfig live =
                new LiveConfig(
                        BrokerConfigKeys.SCHEMA.resolver().words(List.of(words)).resolve(),
                        Optional.empty(),
                        Clock.SYSTEM);
        return new AutoCreate(topics, live, mostTopics);
    }

    @Test
    void takesTheSmallerNumberOfQueuesAndDoesNotPassInheritanceOn() {
        AutoCreate autoCreate = autoCreate(100);

        assertEquals(
                TopicConfig.of("New", 4, 4, 6), autoCreate.plan("New", "TBW102", 4).orElseThrow());
        assertEquals(8, autoCreate.plan("New", "TBW102", 99).orElseThrow().writeQueueNums());
        assertEquals(1, autoCreate.plan("New", "TBW102", -5).orElseThrow().writeQueueNums());
        assertEquals(
                TopicConfig.of("New", 3, 3, 4).withTopicFilterType(TopicFilterType.MULTI_TAG),
                autoCreate.plan("New", "Mine", 4).orElseThrow());
    }

    @Test
    void needsATemplateThatMayBeInheritedFrom() {
        assertTrue(autoCreate(100).plan("New", "Plain", 4).isEmpty());
        assertTrue(autoCreate(100).plan("New", "NoSuch", 4).isEmpty());
        AutoCreate switchedOff = autoCreate(100, "autoCreateTopicEnable=false");
        assertTrue(switchedOff.plan("New", "TBW102", 4).isEmpty());
        assertTrue(switchedOff.plan("New", "Mine", 4).isPresent());
    }

    @Test
    void createsNoMoreTopicsThanTheLimit() {
        AutoCreate autoCreate = autoCreate(4);
        autoCreate.create(autoCreate.plan("Fourth", "TBW102", 4).orElseThrow());

        assertThrows(RequestRefused.class, () -> autoCreate.plan("Fifth", "TBW102", 4));
    }
}
