package io.apogeemq.store.verify;

import static io.apogeemq.store.verify.VerifyFixture.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.store.SampleStore;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies what Apache RocketMQ 5.4.0 left on disk. */
class VerifySampleStoreTest {

    @TempDir Path directory;

    @Test
    void findsNothingInACleanStore() throws Exception {
        assertEquals(Map.of(), countsOf("clean-5.4.0"));
    }

    @Test
    void findsOnlyThatAKilledStoreWasNotClosed() throws Exception {
        assertEquals(Map.of(FindingKind.NOT_CLOSED, 1L), countsOf("killed-5.4.0"));
    }

    @Test
    void findsNothingInAStoreWithLightQueuesExtensionsAndRecordChecksums() throws Exception {
        assertEquals(Map.of(), countsOf("variants-5.4.0"));
    }

    @Test
    void tellsApartWhatThePeerSkippedAndWhatItShifted() throws Exception {
        Findings findings = verify(SampleStore.unpack("poison-batch-5.4.0", directory));

        assertEquals(
                Map.of(
                        FindingKind.ENTRY_WRONG, 1L,
                        FindingKind.ENTRY_MISSING, 1L,
                        FindingKind.QUEUE_MISSING, 1L,
                        FindingKind.INDEX_ENTRY_MISSING, 1L),
                findings.counts());
        Finding shifted =
                findings.kept().stream()
                        .filter(finding -> finding.kind() == FindingKind.ENTRY_WRONG)
                        .findFirst()
                        .orElseThrow();
        assertEquals("PsA", shifted.topic());
        assertEquals(3, shifted.queueOffset());
        assertEquals(720, shifted.physicalOffset());
        assertEquals(5, shifted.count());
    }

    @Test
    void expectsEntriesToLackWhereThePeerCouldNotStart() throws Exception {
        assertEquals(
                Map.of(FindingKind.NOT_CLOSED, 1L, FindingKind.QUEUE_BEHIND, 2L),
                countsOf("poison-lmq-5.4.0"));
    }

    @Test
    void findsNothingWrongWithAMessageThatOnlyItsContentMakesStrange() throws Exception {
        assertEquals(Map.of(), countsOf("poison-timer-5.4.0"));
    }

    private Map<FindingKind, Long> countsOf(String name) throws Exception {
        return verify(SampleStore.unpack(name, directory)).counts();
    }
}
