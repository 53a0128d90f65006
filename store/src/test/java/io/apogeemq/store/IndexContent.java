package io.apogeemq.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The entries of all index files of a store, read byte by byte from the files. */
record IndexContent(List<List<Entry>> files) {

    record Entry(int hash, long physicalOffset, int seconds, int older) {}

    /** @param slots of each file */
    static IndexContent read(Path root, int slots) throws IOException {
        List<List<Entry>> files = new ArrayList<>();
        for (Path path : paths(root)) {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
            List<Entry> entries = new ArrayList<>();
            for (int i = 1; i < file.getInt(36); i++) {
                int at = 40 + 4 * slots + 20 * i;
                entries.add(
                        new Entry(
                                file.getInt(at),
                                file.getLong(at + 4),
                                file.getInt(at + 12),
                                file.getInt(at + 16)));
            }
            files.add(entries);
        }
        return new IndexContent(files);
    }

    static List<Path> paths(Path root) throws IOException {
        if (!Files.exists(root.resolve("index"))) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(root.resolve("index"))) {
            return paths.sorted().toList();
        }
    }

    int entries() {
        return files.stream().mapToInt(List::size).sum();
    }
}
