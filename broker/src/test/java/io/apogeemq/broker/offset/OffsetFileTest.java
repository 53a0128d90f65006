package io.apogeemq.broker.offset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.io.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetFileTest {
    /** As the peer writes it: tabs, bare integer keys, a table that repeats what the keys say. */
    private static final String PEERS =
            """
            {
            	"dataVersion":{
            		"counter":0,
            		"stateVersion":0,
            		"timestamp":1795336142275
            	},
            	"groupTopicMap":{
            		"SampleGroup":[
            			"SamplePlain"
            		]
            	},
            	"offsetTable":{
            		"SamplePlain@SampleGroup":{
            			0:10,
            			3:11
            		},
            		"%RETRY%SampleGroup@SampleGroup":{
            			0:0
            		}
            	}
            }""";

    @TempDir Path directory;
    private Path path;
    private ConsumerOffsets offsets;
    private OffsetFile file;

    @BeforeEach
    void begin() {
        path = directory.resolve("consumerOffset.json");
        offsets = new ConsumerOffsets((topic, queueId) -> 1000);
        file = new OffsetFile(DurableFiles.onDisk(), directory, offsets, new ManualClock());
    }

    @Test
    void readsThePeersFile() throws IOException {
        Files.writeString(path, PEERS);

        file.load(false);

        assertEquals(10, offsets.committed("SampleGroup", "SamplePlain", 0));
        assertEquals(11, offsets.committed("SampleGroup", "SamplePlain", 3));
        assertEquals(0, offsets.committed("SampleGroup", "%RETRY%SampleGroup", 0));
    }

    @Test
    void writesOnlyWhenSomethingChanged() throws IOException {
        file.writeIfChanged();
        assertFalse(Files.exists(path));

        offsets.commit("G", "T", 0, 5);
        file.writeIfChanged();

        assertTrue(Files.readString(path).contains("\"T@G\":{\"0\":5}"));
    }

    @Test
    void fallsBackToTheVersionBefore() throws IOException {
        commitAndWrite(5);
        commitAndWrite(6);
        Files.writeString(path, "{\"offsetTa");

        assertEquals(5, reread().committed("G", "T", 0));
    }

    @Test
    void readsTheVersionBeforeWhenACrashCameBetweenTheRenames() throws IOException {
        commitAndWrite(5);
        commitAndWrite(6);
        Files.delete(path);

        assertEquals(5, reread().committed("G", "T", 0));
    }

    @Test
    void neverStartsEmptyWhenNoVersionCanBeRead() throws IOException {
        commitAndWrite(5);
        commitAndWrite(6);
        Files.writeString(path, "");
        Files.writeString(directory.resolve("consumerOffset.json.bak"), "junk");

        assertThrows(MqException.class, this::reread);
    }

    @Test
    void triesAgainWhatCouldNotBeWritten() throws IOException {
        Files.createDirectories(directory.resolve("consumerOffset.json.tmp")); // in the way
        offsets.commit("G", "T", 0, 5);
        file.writeIfChanged();
        assertFalse(Files.exists(path));

        Files.delete(directory.resolve("consumerOffset.json.tmp"));
        file.writeIfChanged();

        assertEquals(5, reread().committed("G", "T", 0));
    }

    private void commitAndWrite(long offset) {
        offsets.commit("G", "T", 0, offset);
        file.writeIfChanged();
    }

    private ConsumerOffsets reread() {
        ConsumerOffsets read = new ConsumerOffsets((topic, queueId) -> 1000);
        new OffsetFile(DurableFiles.onDisk(), directory, read, new ManualClock()).load(false);
        return read;
    }
}
