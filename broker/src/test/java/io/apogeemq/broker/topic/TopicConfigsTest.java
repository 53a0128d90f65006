package io.apogeemq.broker.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.common.topic.TopicConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicConfigsTest {
    @TempDir Path directory;

    private TopicConfigs open() {
        return TopicConfigs.open(DurableFiles.onDisk(), directory, Clock.SYSTEM);
    }

    @Test
    void readsBackWhatItWrote() {
        TopicConfigs topics = open();
        TopicConfig topic =
                TopicConfig.of("T", 3, 4, 6)
                        .withOrder(true)
                        .withAttributes(Map.of("message.type", "FIFO"));

        topics.createOrUpdate(topic);

        TopicConfigs again = open();
        assertEquals(topic, again.find("T").orElseThrow());
        assertEquals(topics.version(), again.version());
    }

    @Test
    void changesItsVersionWithEveryRealChangeOnly() {
        TopicConfigs topics = open();

        assertTrue(topics.createOrUpdate(TopicConfig.of("T", 1, 1, 6)));
        long counter = topics.version().counter();

        assertFalse(topics.createOrUpdate(TopicConfig.of("T", 1, 1, 6)));
        assertEquals(counter, topics.version().counter());
        assertTrue(topics.createOrUpdate(TopicConfig.of("T", 2, 1, 6)));
        assertEquals(counter + 1, topics.version().counter());
        assertTrue(topics.delete("T"));
        assertFalse(topics.delete("T"));
        assertEquals(counter + 2, topics.version().counter());
    }

    @Test
    void readsAFileOfThePeer() throws IOException {
        Files.writeString(
                directory.resolve("topics.json"),
                """
                {
                \t"dataVersion":{"counter":7,"stateVersion":0,"timestamp":1795336318509},
                \t"topicConfigTable":{
                \t\t"Old":{"order":false,"perm":6,"readQueueNums":4,"topicFilterType":"SINGLE_TAG",
                \t\t\t"topicName":"Old","topicSysFlag":0,"writeQueueNums":8}
                \t}
                }
                """);

        TopicConfigs topics = open();

        assertEquals(8, topics.find("Old").orElseThrow().writeQueueNums());
        assertEquals(7, topics.version().counter());
    }

    @Test
    void fallsBackToThePreviousFileAndNeverToNothing() throws IOException {
        TopicConfigs topics = open();
        topics.createOrUpdate(TopicConfig.of("First", 1, 1, 6));
        topics.createOrUpdate(TopicConfig.of("Second", 1, 1, 6));
        Path file = directory.resolve("topics.json");

        Files.writeString(file, "{\"dataVersion\":{");
        assertTrue(open().find("First").isPresent());

        Files.writeString(directory.resolve("topics.json.bak"), "");
        assertThrows(MqException.class, this::open);
    }

    @Test
    void aChangeThatCannotBeWrittenDidNotHappen() throws IOException {
        TopicConfigs topics = open();
        topics.createOrUpdate(TopicConfig.of("T", 1, 1, 6));
        Files.createDirectory(directory.resolve("topics.json.tmp")); // in the way of the new file

        assertThrows(MqException.class, () -> topics.createOrUpdate(TopicConfig.of("U", 1, 1, 6)));

        assertTrue(topics.find("U").isEmpty());
        assertEquals(1, topics.version().counter());
    }

    @Test
    void tellsListenersWhatChanged() {
        TopicConfigs topics = open();
        List<String> heard = new ArrayList<>();
        topics.addListener(
                new TopicChangeListener() {
                    @Override
                    public void onChanged(List<TopicConfig> changed) {
                        changed.forEach(topic -> heard.add("+" + topic.topicName()));
                    }

                    @Override
                    public void onDeleted(String topic) {
                        heard.add("-" + topic);
                    }
                });

        topics.createOrUpdateAll(
                List.of(TopicConfig.of("A", 1, 1, 6), TopicConfig.of("B", 1, 1, 6)));
        topics.createIfAbsent(TopicConfig.of("A", 9, 9, 6));
        topics.delete("A");

        assertEquals(List.of("+A", "+B", "-A"), heard);
    }
}
