package io.apogeemq.store.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulated disk keeps, and what it may lose. */
class SimulatedDiskTest {

    private static final int IMAGES = 200;
    private static final Path DIRECTORY = Path.of("/d");
    private static final Path FILE = DIRECTORY.resolve("f");

    private SimulatedDisk disk;

    @BeforeEach
    void emptyDirectory() throws IOException {
        disk = new SimulatedDisk(7);
        disk.stopWritingBack();
        disk.createDirectories(DIRECTORY);
    }

    @Test
    void keepsWhatWasForced() throws IOException {
        StoreFile file = create(FILE);
        write(file, 0, 3000, 'a');
        file.force();
        disk.forceDirectory(DIRECTORY);

        for (int seed = 0; seed < IMAGES; seed++) {
            assertArrayEquals(bytes(3000, 'a'), disk.afterPowerCut(seed).bytesOf(FILE));
        }
        assertTrue(disk.isOnDisk(FILE, 0, 3000));
    }

    @Test
    void losesAnySectorsThatWereNotForced() throws IOException {
        StoreFile file = create(FILE);
        write(file, 0, 2048, 'a');
        file.force();
        disk.forceDirectory(DIRECTORY);
        write(file, 0, 2048, 'b');

        Set<String> found = new HashSet<>();
        for (int seed = 0; seed < IMAGES; seed++) {
            byte[] left = disk.afterPowerCut(seed).bytesOf(FILE);
            StringBuilder sectors = new StringBuilder();
            for (int at = 0; at < 2048; at += 512) {
                byte[] sector = Arrays.copyOfRange(left, at, at + 512);
                boolean isOld = Arrays.equals(bytes(512, 'a'), sector);
                assertTrue(isOld || Arrays.equals(bytes(512, 'b'), sector), "a torn sector");
                sectors.append(isOld ? 'a' : 'b');
            }
            found.add(sectors.toString());
        }
        assertEquals(16, found.size(), "every combination: " + found);
        assertFalse(disk.isOnDisk(FILE, 0, 1));
    }

    @Test
    void losesStoresIntoAMapBehindTheForcedRange() throws IOException {
        StoreFile file = create(FILE);
        file.setLength(4096);
        file.force();
        disk.forceDirectory(DIRECTORY);
        FileMap map = file.map(4096);
        for (int at = 0; at < 4096; at++) {
            map.buffer().put(at, (byte) 'm');
        }
        map.force(0, 600);

        Set<Integer> kept = new HashSet<>();
        for (int seed = 0; seed < IMAGES; seed++) {
            byte[] left = disk.afterPowerCut(seed).bytesOf(FILE);
            assertEquals(4096, left.length);
            assertArrayEquals(bytes(1024, 'm'), Arrays.copyOf(left, 1024));
            kept.add((int) left[4095]);
        }
        assertEquals(Set.of(0, (int) 'm'), kept);
    }

    @Test
    void bringsBackWhatATruncationRemovedUntilItIsForced() throws IOException {
        StoreFile file = create(FILE);
        write(file, 0, 1024, 'a');
        file.force();
        disk.forceDirectory(DIRECTORY);
        file.setLength(100);
        file.setLength(1024);

        Set<Integer> lengths = new HashSet<>();
        Set<Integer> last = new HashSet<>();
        for (int seed = 0; seed < IMAGES; seed++) {
            byte[] left = disk.afterPowerCut(seed).bytesOf(FILE);
            lengths.add(left.length);
            last.add(left.length == 1024 ? (int) left[1023] : -1);
        }
        assertEquals(Set.of(100, 1024), lengths);
        assertEquals(Set.of(-1, 0, (int) 'a'), last);

        file.force();
        for (int seed = 0; seed < IMAGES; seed++) {
            assertEquals(0, disk.afterPowerCut(seed).bytesOf(FILE)[1023]);
        }
    }

    @Test
    void losesNamesUntilTheDirectoryIsForced() throws IOException {
        StoreFile file = create(FILE);
        write(file, 0, 10, 'a');
        file.force();
        disk.forceDirectory(DIRECTORY);
        disk.rename(FILE, DIRECTORY.resolve("g"));
        create(DIRECTORY.resolve("h"));

        Set<List<Path>> found = new HashSet<>();
        for (int seed = 0; seed < IMAGES; seed++) {
            found.add(disk.afterPowerCut(seed).listFiles(DIRECTORY));
        }
        Path g = DIRECTORY.resolve("g");
        Path h = DIRECTORY.resolve("h");
        assertEquals(
                Set.of(List.of(FILE), List.of(g), List.of(FILE, h), List.of(g, h)),
                found,
                "a rename happens as a whole");

        disk.forceDirectory(DIRECTORY);
        for (int seed = 0; seed < IMAGES; seed++) {
            assertEquals(List.of(g, h), disk.afterPowerCut(seed).listFiles(DIRECTORY));
        }
    }

    @Test
    void throwsOutOfTheOperationThatIsCutAndOutOfAllThatFollow() throws IOException {
        StoreFile file = create(FILE);
        write(file, 0, 5120, 'a');
        disk.cutPowerAfter(1);

        assertThrows(PowerCut.class, file::force);
        assertThrows(PowerCut.class, () -> disk.exists(FILE));
        assertThrows(PowerCut.class, () -> file.read(ByteBuffer.allocate(1), 0));
        assertFalse(disk.afterPowerCut(1).isOff());
    }

    @Test
    void keepsEverythingWhenOnlyTheProcessDies() throws IOException {
        write(create(FILE), 0, 700, 'a');

        SimulatedDisk left = disk.afterKill(1);

        assertArrayEquals(bytes(700, 'a'), left.bytesOf(FILE));
        assertFalse(left.isOnDisk(FILE, 0, 700));
        Set<Boolean> names = new HashSet<>();
        for (int seed = 0; seed < IMAGES; seed++) {
            names.add(left.afterPowerCut(seed).exists(FILE));
        }
        assertEquals(Set.of(true, false), names);
    }

    @Test
    void writesBackUnaskedNowAndThen() throws IOException {
        SimulatedDisk busy = new SimulatedDisk(3);
        busy.createDirectories(DIRECTORY);
        StoreFile file = busy.create(FILE);
        busy.forceDirectory(DIRECTORY);
        write(file, 0, 512, 'a');

        int operations = 0;
        while (!busy.isOnDisk(FILE, 0, 512)) {
            write(file, 512L * ++operations, 512, 'b');
            assertTrue(operations < 10_000, "nothing was written back");
        }
    }

    @Test
    void isTheSameForTheSameSeed() throws IOException {
        write(create(FILE), 0, 5000, 'a');
        create(DIRECTORY.resolve("g"));

        for (int seed = 0; seed < IMAGES; seed++) {
            SimulatedDisk one = disk.afterPowerCut(seed);
            SimulatedDisk other = disk.afterPowerCut(seed);
            assertEquals(one.filesBelow(DIRECTORY), other.filesBelow(DIRECTORY));
            for (Path path : one.filesBelow(DIRECTORY)) {
                assertArrayEquals(one.bytesOf(path), other.bytesOf(path));
            }
        }
    }

    private StoreFile create(Path path) throws IOException {
        return disk.create(path);
    }

    private static void write(StoreFile file, long position, int count, char value)
            throws IOException {
        file.write(ByteBuffer.wrap(bytes(count, value)), position);
    }

    private static byte[] bytes(int count, char value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
