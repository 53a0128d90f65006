package io.apogeemq.broker.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.io.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupConfigsTest {
    @TempDir Path directory;
    private final Queue<Runnable> writer = new ArrayDeque<>();
    private boolean autoCreates = true;

    @Test
    void hasTheBuiltInGroups() {
        GroupConfigs groups = open();

        for (String name : GroupName.builtIn()) {
            assertNotNull(groups.findOrNull(name), name);
        }
    }

    @Test
    void makesAGroupByItsFirstContactAndWritesItAfterwards() {
        GroupConfigs groups = open();

        assertEquals("G", groups.findOrCreate("G").groupName());
        assertFalse(Files.exists(file()));

        writer.remove().run();
        assertNotNull(open().findOrNull("G"));
    }

    @Test
    void makesNoGroupWithAnIllegalNameOrWhenThatIsSwitchedOff() {
        GroupConfigs groups = open();

        assertNull(groups.findOrCreate("bad.group"));
        autoCreates = false;
        assertNull(groups.findOrCreate("G"));
    }

    @Test
    void keepsWhatAnAdministratorSaidOverARestart() {
        open().put(SubscriptionGroupConfig.builder("G").retryMaxTimes(3).build());

        assertEquals(3, open().findOrNull("G").retryMaxTimes());
    }

    @Test
    void doesNotRewriteWhatDidNotChange() {
        GroupConfigs groups = open();
        groups.put(SubscriptionGroupConfig.named("G"));
        long counter = groups.table().dataVersion().counter();

        groups.put(SubscriptionGroupConfig.named("G"));

        assertEquals(counter, groups.table().dataVersion().counter());
    }

    @Test
    void forgetsADeletedGroup() {
        GroupConfigs groups = open();
        groups.put(SubscriptionGroupConfig.named("G"));

        assertTrue(groups.remove("G"));
        assertFalse(groups.remove("G"));

        assertNull(open().findOrNull("G"));
    }

    @Test
    void readsThePeersFileAndKeepsWhatIsForbidden() throws IOException {
        Files.writeString(
                file(),
                """
                {
                	"dataVersion":{"counter":2,"stateVersion":0,"timestamp":1795336168201},
                	"forbiddenTable":{"SampleGroup":{"T":4}},
                	"subscriptionGroupTable":{
                		"SampleGroup":{"groupName":"SampleGroup","retryMaxTimes":7}
                	}
                }""");

        GroupConfigs groups = open();
        groups.put(SubscriptionGroupConfig.named("other"));

        GroupConfigs again = open();
        assertEquals(7, again.findOrNull("SampleGroup").retryMaxTimes());
        assertTrue(again.isReadForbidden("SampleGroup", "T"));
        assertFalse(again.isReadForbidden("SampleGroup", "U"));
        assertEquals(3, again.table().dataVersion().counter());
    }

    @Test
    void doesNotChangeAGroupThatCouldNotBeWritten() throws IOException {
        GroupConfigs groups = open();
        Files.createDirectories(directory.resolve("subscriptionGroup.json.tmp")); // in the way

        assertThrows(MqException.class, () -> groups.put(SubscriptionGroupConfig.named("G")));

        assertNull(groups.findOrNull("G"));
    }

    private GroupConfigs open() {
        return GroupConfigs.open(
                DurableFiles.onDisk(),
                directory,
                () -> autoCreates,
                new ManualClock(),
                writer::add);
    }

    private Path file() {
        return directory.resolve("subscriptionGroup.json");
    }
}
