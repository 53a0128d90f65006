package io.apogeemq.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.config.ConfigException;
import io.apogeemq.store.retention.RetentionConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionKeysTest {

    private static RetentionConfig read(String... words) {
        return RetentionKeys.read(
                BrokerConfigKeys.SCHEMA.resolver().words(List.of(words)).resolve());
    }

    @Test
    void theDefaultsAreThePeers() {
        assertEquals(RetentionConfig.defaults(), read());
    }

    @Test
    void readsHoursAndReservedTimeInThePeersForms() {
        RetentionConfig read = read("deleteWhen=04;5; 23;", "fileReservedTime=48");

        assertEquals(Set.of(4, 5, 23), read.deleteHours());
        assertEquals(Duration.ofHours(48), read.fileReservedTime());
    }

    @Test
    void keepsRatiosWithinThePeersLimits() {
        RetentionConfig low =
                read(
                        "diskMaxUsedSpaceRatio=1",
                        "diskSpaceCleanForciblyRatio=1",
                        "diskSpaceWarningLevelRatio=1");
        RetentionConfig high =
                read(
                        "diskMaxUsedSpaceRatio=100",
                        "diskSpaceCleanForciblyRatio=100",
                        "diskSpaceWarningLevelRatio=100");

        assertEquals(
                List.of(0.10, 0.30, 0.35),
                List.of(low.cleanRatio(), low.forceRatio(), low.refuseRatio()));
        assertEquals(
                List.of(0.95, 0.85, 0.90),
                List.of(high.cleanRatio(), high.forceRatio(), high.refuseRatio()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "deleteWhen=04;25|'25' is none, the nearest is 23",
                "deleteWhen=night|'night' is none",
                "diskMaxUsedSpaceRatio=101|1 to 100",
                "diskSpaceWarningLevelRatio=0|1 to 100",
                "fileReservedTime=-1|0 to 878400",
                "deleteFileBatchMax=0|1 to 1000",
                "fileReservedTme=3|fileReservedTime",
            })
    void aWrongValueStopsTheStartAndSaysWhatIsRight(String word, String expected) {
        ConfigException problem = assertThrows(ConfigException.class, () -> read(word));

        String key = word.substring(0, word.indexOf('='));
        assertTrue(problem.getMessage().contains(key), problem.getMessage());
        assertTrue(problem.getMessage().contains(expected), problem.getMessage());
    }
}
