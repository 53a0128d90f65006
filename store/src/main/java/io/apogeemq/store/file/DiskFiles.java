package io.apogeemq.store.file;

import io.apogeemq.common.io.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@link StoreFiles} of the machine. */
final class DiskFiles implements StoreFiles {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final DurableFiles small = DurableFiles.onDisk();

    @Override
    public StoreFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return create(path);
    }

    @Override
    public StoreFile openToRead(Path path) throws IOException {
        return new DiskFile(new RandomAccessFile(path.toFile(), "r"));
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        return new DiskFile(new RandomAccessFile(path.toFile(), "rw"));
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public List<Path> listFiles(Path directory) throws IOException {
        return list(directory, Files::isRegularFile);
    }

    @Override
    public List<Path> listDirectories(Path directory) throws IOException {
        return list(directory, Files::isDirectory);
    }

    private static List<Path> list(Path directory, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(wanted).sorted().toList();
        }
    }

    @Override
    public List<String> names(Path directory) {
        String[] names = directory.toFile().list();
        if (names == null) {
            return List.of();
        }
        Arrays.sort(names);
        return List.of(names);
    }

    @Override
    public void makeDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public String bootId() {
        try {
            return Files.readString(BOOT_ID).trim();
        } catch (IOException notLinux) {
            return ""; // then nothing is trusted that was not forced
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        small.rename(from, to);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        small.createDirectories(directory);
    }

    @Override
    public void delete(Path path) throws IOException {
        small.delete(path);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        small.forceDirectory(directory);
    }

    @Override
    public Closeable lock(Path path) throws IOException {
        return StoreLock.take(path);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    @Override
    public long totalBytes(Path path) throws IOException {
        return Files.getFileStore(path).getTotalSpace();
    }

    private record DiskFile(RandomAccessFile file) implements StoreFile {

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void setLength(long bytes) throws IOException {
            file.setLength(bytes);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            FileChannel channel = file.getChannel();
            int total = 0;
            while (target.hasRemaining()) {
                int n = channel.read(target, position + total);
                if (n < 0) {
                    break;
                }
                total += n;
            }
            return total;
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            FileChannel channel = file.getChannel();
            long at = position;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        }

        @Override
        public void force() throws IOException {
            file.getChannel().force(false);
        }

        @Override
        public FileMap map(int bytes) throws IOException {
            return new DiskMap(file.getChannel().map(MapMode.READ_WRITE, 0, bytes));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private record DiskMap(MappedByteBuffer mapped) implements FileMap {

        @Override
        public ByteBuffer buffer() {
            return mapped;
        }

        @Override
        public void force(int from, int length) throws IOException {
            try {
                mapped.force(from, length);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        @Override
        public void unmap() {
            Unmapper.unmap(mapped);
        }
    }
}
