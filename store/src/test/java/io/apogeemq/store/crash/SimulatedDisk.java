package io.apogeemq.store.crash;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A file system in memory that knows, for every file, which sectors and which length are on disk, and
 * for every directory which names are; so it can say what a power cut may leave.
 *
 * <pre>
 * what a program did             what is on disk after a cut
 *   forced                       exactly that
 *   written, not forced          any of its 512-byte sectors, each whole, old or new
 *   length set, not forced       the old length or any that was set since
 *   name made, removed, renamed  any subset of what was not forced, per directory; a rename as a whole
 *   a force that was cut         part of it
 * </pre>
 *
 * From time to time, as kernels do, it writes back some of what is dirty without being asked, so that
 * states in between are on disk too.
 *
 * <p>Threads: confined to the thread of the test. The same seed and the same calls give the same disk.
 *
 * <p>Errors: from the cut on every operation throws {@link PowerCut}.
 */
public final class SimulatedDisk implements StoreFiles {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int WRITE_BACK_EVERY = 12;
    private static final long TOTAL_BYTES = 1L << 30;

    private final SimulatedDirectory root;
    private final DirectBuffers buffers;
    private final SplittableRandom random;
    private final String bootId;

    private long operations;
    private long cutAt = NEVER;
    private boolean off;
    private boolean isFull;
    private boolean writesBack = true;
    private Predicate<Path> lostForces = path -> false;
    private Predicate<Path> lostDirectoryForces = path -> false;
    private Runnable duringForce = () -> {};

    /** An empty disk. */
    public SimulatedDisk(long seed) {
        this(new SimulatedDirectory(), new DirectBuffers(), seed, "boot-" + seed);
    }

    private SimulatedDisk(
            SimulatedDirectory root, DirectBuffers buffers, long seed, String bootId) {
        this.bootId = bootId;
        this.root = root;
        this.buffers = buffers;
        this.random = new SplittableRandom(seed);
    }

    // ---- what a test can do to it

    /** Operations that changed something so far. */
    public long operations() {
        return operations;
    }

    /** The power goes off within the n-th changing operation from now, 1 for the next one. */
    public void cutPowerAfter(long moreOperations) {
        cutAt = moreOperations == 0 ? NEVER : operations + moreOperations;
    }

    /** The power goes off now. */
    public void cutPower() {
        off = true;
    }

    public boolean isOff() {
        return off;
    }

    /** Whether new bytes are refused for lack of space. */
    public void setFull(boolean full) {
        isFull = full;
    }

    /** Nothing gets to disk that is not forced. */
    public void stopWritingBack() {
        writesBack = false;
    }

    /** Called within every force, after the bytes were picked: what others do meanwhile. */
    public void duringForce(Runnable action) {
        duringForce = action;
    }

    /** A broken disk: forces of these files do nothing. */
    public void loseForcesOf(Predicate<Path> paths) {
        lostForces = paths;
    }

    /** A broken disk: forces of these directories do nothing. */
    public void loseForcesOfDirectory(Predicate<Path> paths) {
        lostDirectoryForces = paths;
    }

    /** Changes bytes of a file behind everybody's back, on disk too. */
    public void damage(Path path, long position, byte[] bytes) {
        SimulatedFile file = (SimulatedFile) nodeOf(path);
        file.write(ByteBuffer.wrap(bytes), position);
        file.force();
    }

    /** Sets the length of a file behind everybody's back, on disk too. */
    public void truncate(Path path, int length) {
        SimulatedFile file = (SimulatedFile) nodeOf(path);
        file.setLength(length);
        file.force();
    }

    /** The content as processes see it. */
    public byte[] bytesOf(Path path) {
        return ((SimulatedFile) nodeOf(path)).bytes();
    }

    /** A part of it. */
    public byte[] bytesOf(Path path, int from, int bytes) {
        ByteBuffer part = ByteBuffer.allocate(bytes);
        ((SimulatedFile) nodeOf(path)).read(part, from);
        return part.array();
    }

    /** Whether a range of a file would survive a power cut as it is now. */
    public boolean isOnDisk(Path path, int from, int bytes) {
        return nodeOf(path) instanceof SimulatedFile file && file.isOnDisk(from, bytes);
    }

    /** All files below a directory, by name. */
    public List<Path> filesBelow(Path directory) {
        List<Path> found = new ArrayList<>();
        if (nodeOf(directory) instanceof SimulatedDirectory top) {
            collect(directory, top, found);
        }
        return found;
    }

    private static void collect(Path path, SimulatedDirectory directory, List<Path> found) {
        directory
                .entries()
                .forEach(
                        (name, node) -> {
                            if (node instanceof SimulatedDirectory inner) {
                                collect(path.resolve(name), inner, found);
                            } else {
                                found.add(path.resolve(name));
                            }
                        });
    }

    /** Removes a file or a directory with all that is in it, durably; does nothing without it. */
    public void remove(Path path) {
        if (nodeOf(path) != null) {
            SimulatedDirectory parent = (SimulatedDirectory) nodeOf(path.getParent());
            parent.remove(name(path));
            parent.force();
        }
    }

    // ---- what a crash leaves

    /** One of the disks that a power cut now may leave; the seed chooses which. */
    public SimulatedDisk afterPowerCut(long seed) {
        SplittableRandom choice = new SplittableRandom(seed);
        return afterPowerCut(seed, choice, choice.nextInt(6));
    }

    /** The disk on which nothing is but what was forced or written back. */
    public SimulatedDisk afterPowerCutWithNothingElse() {
        return afterPowerCut(0, new SplittableRandom(0), 0);
    }

    private SimulatedDisk afterPowerCut(long seed, SplittableRandom choice, int style) {
        double everywhere = choice.nextDouble();
        Map<Node, Node> done = new IdentityHashMap<>();
        SimulatedDirectory left = cut(root, choice, style, everywhere, done);
        return new SimulatedDisk(left, buffers, seed, "boot-" + seed);
    }

    private SimulatedDirectory cut(
            SimulatedDirectory directory,
            SplittableRandom choice,
            int style,
            double everywhere,
            Map<Node, Node> done) {
        SimulatedDirectory left = new SimulatedDirectory();
        double names = share(style, everywhere, choice);
        directory
                .afterPowerCut(choice, names)
                .forEach(
                        (name, node) -> {
                            Node image = done.get(node);
                            if (image == null) {
                                image =
                                        node instanceof SimulatedDirectory inner
                                                ? cut(inner, choice, style, everywhere, done)
                                                : ((SimulatedFile) node)
                                                        .afterPowerCut(
                                                                choice,
                                                                share(style, everywhere, choice),
                                                                buffers);
                                done.put(node, image);
                            }
                            left.putOnDisk(name, image);
                        });
        return left;
    }

    /** How much of what is dirty in one file or directory got to disk, 0 to 1. */
    private static double share(int style, double everywhere, SplittableRandom choice) {
        return switch (style) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> choice.nextBoolean() ? 1 : 0;
            case 3 -> choice.nextDouble();
            case 4 -> everywhere;
            default -> {
                int kind = choice.nextInt(4);
                yield kind == 0 ? 0 : kind == 1 ? 1 : choice.nextDouble();
            }
        };
    }

    /** The disk after the process was killed now: nothing is lost, nothing more is on disk. */
    public SimulatedDisk afterKill(long seed) {
        Map<Node, Node> done = new IdentityHashMap<>();
        return new SimulatedDisk((SimulatedDirectory) copy(root, done), buffers, seed, bootId);
    }

    private Node copy(Node node, Map<Node, Node> done) {
        Node known = done.get(node);
        if (known == null) {
            known =
                    node instanceof SimulatedDirectory directory
                            ? directory.copy(inner -> copy(inner, done))
                            : ((SimulatedFile) node).copy(buffers);
            done.put(node, known);
        }
        return known;
    }

    /** Nobody uses this disk any more, nor what was opened on it. */
    public void giveBack() {
        forEachNode(
                root,
                node -> {
                    if (node instanceof SimulatedFile file) {
                        file.giveBack();
                    }
                });
    }

    // ---- the file system

    @Override
    public StoreFile open(Path path) throws IOException {
        checkPower();
        if (nodeOf(path) instanceof SimulatedFile file) {
            return new Handle(path, file);
        }
        throw new NoSuchFileException(path.toString());
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        checkPower();
        if (nodeOf(path) instanceof SimulatedFile file) {
            return new Handle(path, file);
        }
        SimulatedDirectory parent = directory(path.getParent());
        checkSpace();
        operation();
        SimulatedFile file = new SimulatedFile(buffers);
        parent.put(name(path), file);
        return new Handle(path, file);
    }

    @Override
    public boolean exists(Path path) {
        checkPower();
        return nodeOf(path) != null;
    }

    @Override
    public Optional<byte[]> read(Path path) {
        checkPower();
        return nodeOf(path) instanceof SimulatedFile file
                ? Optional.of(file.bytes())
                : Optional.empty();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        checkPower();
        if (!from.getParent().equals(to.getParent())) {
            throw new IOException("'" + to + "' is not in the directory of '" + from + "'");
        }
        if (nodeOf(from) == null) {
            throw new NoSuchFileException(from.toString());
        }
        operation();
        directory(from.getParent()).rename(name(from), name(to));
    }

    @Override
    public List<Path> listFiles(Path directory) {
        return list(directory, SimulatedFile.class);
    }

    @Override
    public List<Path> listDirectories(Path directory) {
        return list(directory, SimulatedDirectory.class);
    }

    private List<Path> list(Path directory, Class<? extends Node> kind) {
        checkPower();
        List<Path> found = new ArrayList<>();
        if (nodeOf(directory) instanceof SimulatedDirectory here) {
            here.entries()
                    .forEach(
                            (name, node) -> {
                                if (kind.isInstance(node)) {
                                    found.add(directory.resolve(name));
                                }
                            });
        }
        return found;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        checkPower();
        if (nodeOf(directory) instanceof SimulatedDirectory) {
            return;
        }
        Path parent = directory.getParent();
        createDirectories(parent);
        checkSpace();
        operation();
        directory(parent).put(name(directory), new SimulatedDirectory());
        forceDirectory(parent);
    }

    @Override
    public void makeDirectories(Path directory) throws IOException {
        checkPower();
        if (nodeOf(directory) instanceof SimulatedDirectory) {
            return;
        }
        makeDirectories(directory.getParent());
        checkSpace();
        operation();
        directory(directory.getParent()).put(name(directory), new SimulatedDirectory());
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public void delete(Path path) throws IOException {
        checkPower();
        Node node = nodeOf(path);
        if (node == null) {
            return;
        }
        if (node instanceof SimulatedDirectory inner && !inner.entries().isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        operation();
        directory(path.getParent()).remove(name(path));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        checkPower();
        SimulatedDirectory found = directory(directory);
        if (isCutNow()) {
            found.writeBack(random);
            throw new PowerCut();
        }
        if (!lostDirectoryForces.test(directory)) {
            found.force();
        }
    }

    @Override
    public Closeable lock(Path path) throws IOException {
        create(path);
        return () -> {};
    }

    @Override
    public long usableBytes(Path path) {
        checkPower();
        return isFull ? 0 : TOTAL_BYTES / 2;
    }

    @Override
    public long totalBytes(Path path) {
        checkPower();
        return TOTAL_BYTES;
    }

    /** One open file; its inode lives on when its name is gone. */
    private final class Handle implements StoreFile {
        private final Path path;
        private final SimulatedFile file;

        Handle(Path path, SimulatedFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public long length() {
            checkPower();
            return file.length();
        }

        @Override
        public void setLength(long bytes) throws IOException {
            if (bytes != file.length()) {
                operation();
                file.setLength(Math.toIntExact(bytes));
            }
        }

        @Override
        public int read(ByteBuffer target, long position) {
            checkPower();
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            checkPower();
            checkSpace();
            operation();
            file.write(source, position);
        }

        @Override
        public void force() {
            if (isCutNow()) {
                file.forcePartly(0, file.length(), random);
                throw new PowerCut();
            }
            if (!lostForces.test(path)) {
                file.force();
            }
            duringForce.run();
        }

        @Override
        public FileMap map(int bytes) {
            checkPower();
            return new MapOfFile(path, file, file.map(bytes));
        }

        @Override
        public void close() {}
    }

    private final class MapOfFile implements FileMap {
        private final Path path;
        private final SimulatedFile file;
        private final ByteBuffer buffer;

        MapOfFile(Path path, SimulatedFile file, ByteBuffer buffer) {
            this.path = path;
            this.file = file;
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer buffer() {
            return buffer;
        }

        @Override
        public void force(int from, int length) {
            if (isCutNow()) {
                file.forcePartly(from, length, random);
                throw new PowerCut();
            }
            if (!lostForces.test(path)) {
                file.force(from, length);
            }
            duringForce.run();
        }

        @Override
        public void unmap() {}
    }

    // ---- power, space, names

    private void checkPower() {
        if (off) {
            throw new PowerCut();
        }
    }

    private void checkSpace() throws IOException {
        if (isFull) {
            throw new IOException("No space left on device");
        }
    }

    /** Counts an operation that is about to change something; may be the one that is cut. */
    private void operation() {
        if (isCutNow()) {
            throw new PowerCut();
        }
    }

    private boolean isCutNow() {
        checkPower();
        operations++;
        if (writesBack && random.nextInt(WRITE_BACK_EVERY) == 0) {
            writeBack();
        }
        off = operations >= cutAt;
        return off;
    }

    private void writeBack() {
        int every = 1 + random.nextInt(6);
        forEachNode(
                root,
                node -> {
                    if (random.nextInt(every) == 0) {
                        if (node instanceof SimulatedFile file) {
                            file.writeBack(random);
                        } else {
                            ((SimulatedDirectory) node).writeBack(random);
                        }
                    }
                });
    }

    /** In the order of names. */
    private static void forEachNode(SimulatedDirectory directory, Consumer<Node> visitor) {
        visitor.accept(directory);
        for (Node node : directory.entries().values()) {
            if (node instanceof SimulatedDirectory inner) {
                forEachNode(inner, visitor);
            } else {
                visitor.accept(node);
            }
        }
    }

    private SimulatedDirectory directory(Path path) throws IOException {
        if (nodeOf(path) instanceof SimulatedDirectory directory) {
            return directory;
        }
        throw new NoSuchFileException(path.toString());
    }

    /** The file or directory of a name, {@code null} without. */
    private Node nodeOf(Path path) {
        Node node = root;
        for (int i = 0; i < path.getNameCount(); i++) {
            if (!(node instanceof SimulatedDirectory directory)) {
                return null;
            }
            node = directory.get(path.getName(i).toString());
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
