package io.apogeemq.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.store.verify.FindingKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page about mqstore names everything that a verification can find. */
class StoreToolPageTest {
    private static final Path PAGE = Path.of("../docs/operating/store-tool.md");

    @Test
    void listsEveryKindOfFindingWithItsMeaning() throws IOException {
        String page = Files.readString(PAGE);

        for (FindingKind kind : FindingKind.values()) {
            assertTrue(page.contains("| `" + kind + "` | "), kind.name());
            assertTrue(page.contains("| " + kind.meaning() + " |"), kind.meaning());
        }
    }
}
