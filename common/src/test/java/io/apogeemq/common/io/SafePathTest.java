package io.apogeemq.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link SafePath}. */
class SafePathTest {
    private static final Path ROOT = Path.of("/store/consumequeue");

    @Property
    void aPlainNameStaysDirectlyInItsDirectory(@ForAll String name) {
        if (!SafePath.isPlainName(name)) {
            return;
        }
        try {
            assertEquals(ROOT, SafePath.child(ROOT, name).normalize().getParent());
        } catch (InvalidPathException e) {
            // Characters that the platform's file names cannot hold at all: no path, no danger.
            assertFalse(name.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/etc", "a\\b", "..\\x", "a\0b", "a\nb"})
    void refusesNamesThatLeaveTheDirectory(String name) {
        MqException e = assertThrows(MqException.class, () -> SafePath.child(ROOT, name));

        assertEquals(ErrorCategory.CALLER, e.category());
    }

    @Test
    void refusesNamesLongerThanAFileSystemTakes() {
        assertFalse(SafePath.isPlainName("n".repeat(256)));
        assertEquals(ROOT.resolve("%RETRY%g"), SafePath.child(ROOT, "%RETRY%g"));
    }
}
