package io.apogeemq.common.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    private static final AtomicFile.Check ENDS_IN_ONE = bytes -> bytes[bytes.length - 1] == 1;

    @TempDir Path directory;
    private AtomicFile file;

    @BeforeEach
    void file() {
        file = new AtomicFile(directory.resolve("sub").resolve("state"));
    }

    @Test
    void isEmptyWhenThereNeverWasOne() throws IOException {
        assertTrue(file.read(ENDS_IN_ONE).isEmpty());
    }

    @Test
    void readsTheNewestVersionAndKeepsTheOneBefore() throws IOException {
        file.replace(new byte[] {7, 1});
        file.replace(new byte[] {8, 1});

        assertArrayEquals(new byte[] {8, 1}, file.read(ENDS_IN_ONE).orElseThrow());
        assertArrayEquals(new byte[] {7, 1}, Files.readAllBytes(file.backupPath()));
    }

    @Test
    void fallsBackWhenTheNewestIsBrokenOrGone() throws IOException {
        file.replace(new byte[] {7, 1});
        file.replace(new byte[] {8, 1});
        Files.write(file.path(), new byte[] {8});
        assertArrayEquals(new byte[] {7, 1}, file.read(ENDS_IN_ONE).orElseThrow());

        assertFalse(Files.exists(file.path()), "it would become the backup");
        assertArrayEquals(new byte[] {7, 1}, file.read(ENDS_IN_ONE).orElseThrow());
    }

    @Test
    void keepsTheGoodVersionUntilANewOneIsThere() throws IOException {
        file.replace(new byte[] {7, 1});
        file.replace(new byte[] {8, 1});
        Files.write(file.path(), new byte[] {8});
        file.read(ENDS_IN_ONE);

        file.replace(new byte[] {9, 1});

        assertArrayEquals(new byte[] {9, 1}, file.read(ENDS_IN_ONE).orElseThrow());
        assertArrayEquals(new byte[] {7, 1}, Files.readAllBytes(file.backupPath()));
    }

    @Test
    void movesDirectoriesOutOfTheWay() throws IOException {
        file.replace(new byte[] {7, 1});
        file.replace(new byte[] {8, 1});
        Files.delete(file.path());
        Files.createDirectories(file.path().resolve("inside"));
        assertArrayEquals(new byte[] {7, 1}, file.read(ENDS_IN_ONE).orElseThrow());
        file.replace(new byte[] {9, 1});
        Files.delete(file.backupPath());
        Files.createDirectories(file.backupPath().resolve("inside"));

        assertArrayEquals(new byte[] {9, 1}, file.read(ENDS_IN_ONE).orElseThrow());
        file.replace(new byte[] {10, 1});
        assertArrayEquals(new byte[] {9, 1}, Files.readAllBytes(file.backupPath()));
    }

    @Test
    void saysSoWhenNothingIsWhole() throws IOException {
        file.replace(new byte[] {7});

        assertThrows(IOException.class, () -> file.read(ENDS_IN_ONE));
    }
}
