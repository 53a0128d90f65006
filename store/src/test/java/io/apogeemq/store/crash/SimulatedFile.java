package io.apogeemq.store.crash;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The content of one file, twice: as processes see it, and as it is on disk.
 *
 * <p>A sector is dirty where the two differ; writes through a map need not be watched for that. Lengths
 * change on disk in the order in which they were set, and a cut brings back what it cut off until
 * that is on disk too.
 *
 * <p>Bytes behind the end are zeros for processes. On disk they may be there already: they come into
 * sight when the length covers them, as when data gets to disk before its inode.
 */
final class SimulatedFile implements Node {

    static final int SECTOR_BYTES = 512;

    private final DirectBuffers buffers;
    private ByteBuffer content; // capacity a multiple of the sector size; zeros behind the length
    private boolean mapped;
    private int length;
    private byte[] onDisk;
    private int lengthOnDisk;
    private int[] pendingLengths = {}; // set since the last force, oldest first

    SimulatedFile(DirectBuffers buffers) {
        this(buffers, new byte[0], 0);
    }

    private SimulatedFile(DirectBuffers buffers, byte[] onDisk, int length) {
        this.buffers = buffers;
        this.onDisk = onDisk;
        this.length = length;
        this.lengthOnDisk = length;
        this.content = null;
    }

    // ---- as processes see it

    int length() {
        return length;
    }

    void setLength(int bytes) {
        ByteBuffer view = content(bytes);
        if (bytes < length) {
            view.put(bytes, new byte[length - bytes]);
        }
        length = bytes;
        pendLength();
    }

    int read(ByteBuffer target, long position) {
        int count = (int) Math.max(0, Math.min(target.remaining(), length - position));
        if (count > 0) {
            target.put(content(0).slice((int) position, count));
        }
        return count;
    }

    void write(ByteBuffer source, long position) {
        int count = source.remaining();
        int end = Math.toIntExact(position + count);
        content(end).slice((int) position, count).put(source);
        if (end > length) {
            length = end;
            pendLength();
        }
    }

    byte[] bytes() {
        byte[] copy = new byte[length];
        content(0).get(0, copy);
        return copy;
    }

    /** The first bytes; what is put there is the file. */
    ByteBuffer map(int bytes) {
        ByteBuffer all = content(bytes);
        if (!all.isDirect()) {
            ByteBuffer direct = buffers.take(sectorsOf(bytes) * SECTOR_BYTES);
            direct.put(0, all, 0, Math.min(all.capacity(), direct.capacity()));
            content = direct;
        }
        mapped = true;
        return content.slice(0, bytes);
    }

    /** Nothing of this file is used any more. */
    void giveBack() {
        if (content != null && content.isDirect()) {
            buffers.giveBack(content);
        }
        content = null;
    }

    private ByteBuffer content(int atLeast) {
        ByteBuffer now = content;
        int needed = sectorsOf(Math.max(atLeast, Math.max(length, onDisk.length))) * SECTOR_BYTES;
        if (now == null) {
            now = ByteBuffer.wrap(Arrays.copyOf(onDisk, needed));
            Arrays.fill(now.array(), Math.min(length, needed), needed, (byte) 0);
            content = now;
        } else if (atLeast > now.capacity()) {
            if (mapped) {
                throw new IllegalStateException("a mapped file grew beyond its map");
            }
            byte[] grown = new byte[Math.max(needed, now.capacity() * 2)];
            now.get(0, grown, 0, now.capacity());
            now = ByteBuffer.wrap(grown);
            content = now;
        }
        return now;
    }

    private void pendLength() {
        pendingLengths = Arrays.copyOf(pendingLengths, pendingLengths.length + 1);
        pendingLengths[pendingLengths.length - 1] = length;
    }

    // ---- getting to disk

    /** Everything is on disk, the length too. */
    void force() {
        forceLengths(pendingLengths.length);
        copySectors(0, sectorsOf(length), null, 1);
    }

    /** A range is on disk, and the length as far as is needed to find it again. */
    void force(int from, int bytes) {
        int end = Math.min(from + bytes, length);
        forceLengthFor(end);
        copySectors(from / SECTOR_BYTES, sectorsOf(end), null, 1);
    }

    /** A force that did not come to its end. */
    void forcePartly(int from, int bytes, SplittableRandom random) {
        int end = Math.min(from + bytes, length);
        if (random.nextBoolean()) {
            forceLengthFor(end);
        }
        copySectors(from / SECTOR_BYTES, sectorsOf(end), random, random.nextDouble());
    }

    /** What a kernel does at any time: some dirty sectors, some lengths. */
    void writeBack(SplittableRandom random) {
        if (content == null) {
            return;
        }
        forceLengths(random.nextInt(pendingLengths.length + 1));
        copySectors(0, sectorsOf(length), random, random.nextDouble());
    }

    private void forceLengthFor(int end) {
        boolean wasCut = false;
        for (int pending : pendingLengths) {
            wasCut |= pending < lengthOnDisk;
        }
        if (wasCut) {
            forceLengths(pendingLengths.length);
        } else {
            lengthOnDisk = Math.max(lengthOnDisk, end);
        }
    }

    private void forceLengths(int count) {
        for (int i = 0; i < count; i++) {
            int to = pendingLengths[i];
            if (to < lengthOnDisk) {
                Arrays.fill(onDisk, Math.min(to, onDisk.length), onDisk.length, (byte) 0);
            }
            lengthOnDisk = to;
        }
        pendingLengths = Arrays.copyOfRange(pendingLengths, count, pendingLengths.length);
    }

    private void copySectors(int from, int to, SplittableRandom random, double share) {
        if (content == null) {
            return;
        }
        onDisk = withRoom(onDisk, to * SECTOR_BYTES);
        overlay(onDisk, from, to, random, share);
    }

    /** Copies dirty sectors onto an image of the file: all of them, or each with a probability. */
    private void overlay(
            byte[] image, int fromSector, int toSector, SplittableRandom random, double share) {
        ByteBuffer now = content;
        if (now == null) {
            return;
        }
        int end = Math.min(toSector * SECTOR_BYTES, now.capacity());
        ByteBuffer there = ByteBuffer.wrap(image);
        int at = fromSector * SECTOR_BYTES;
        while (at < end) {
            int same = now.slice(at, end - at).mismatch(there.slice(at, end - at));
            if (same < 0) {
                return;
            }
            int sector = (at + same) / SECTOR_BYTES * SECTOR_BYTES;
            if (random == null || random.nextDouble() < share) {
                now.get(sector, image, sector, SECTOR_BYTES);
            }
            at = sector + SECTOR_BYTES;
        }
    }

    /** Whether a range is on disk as processes see it, and the length covers it. */
    boolean isOnDisk(int from, int bytes) {
        if (from + bytes > lengthOnDisk) {
            return false;
        }
        byte[] now = new byte[bytes];
        content(0).get(from, now);
        int room = Math.min(onDisk.length, from + bytes);
        return Arrays.equals(
                Arrays.copyOf(Arrays.copyOfRange(onDisk, Math.min(from, room), room), bytes), now);
    }

    // ---- what a crash leaves

    /**
     * The file after a power cut.
     *
     * @param share of the dirty sectors that happened to get to disk
     */
    SimulatedFile afterPowerCut(SplittableRandom random, double share, DirectBuffers buffers) {
        byte[] image = withRoom(onDisk, sectorsOf(length) * SECTOR_BYTES).clone();
        int lengths = share == 0 ? 0 : random.nextInt(pendingLengths.length + 1);
        if (share == 1) {
            lengths = pendingLengths.length;
        }
        int end = lengthOnDisk;
        for (int i = 0; i < lengths; i++) {
            if (pendingLengths[i] < end) {
                Arrays.fill(image, pendingLengths[i], image.length, (byte) 0);
            }
            end = pendingLengths[i];
        }
        overlay(image, 0, sectorsOf(length), random, share);
        byte[] exact = Arrays.copyOf(image, sectorsOf(end) * SECTOR_BYTES);
        Arrays.fill(exact, end, exact.length, (byte) 0);
        return new SimulatedFile(buffers, exact, end);
    }

    /** The file after the process was killed: the kernel has what it had. */
    SimulatedFile copy(DirectBuffers buffers) {
        SimulatedFile copy = new SimulatedFile(buffers, onDisk.clone(), length);
        copy.lengthOnDisk = lengthOnDisk;
        copy.pendingLengths = pendingLengths.clone();
        if (content != null) {
            byte[] now = new byte[content.capacity()];
            content.get(0, now);
            copy.content = ByteBuffer.wrap(now);
        }
        return copy;
    }

    private static byte[] withRoom(byte[] bytes, int room) {
        return bytes.length >= room ? bytes : Arrays.copyOf(bytes, room);
    }

    private static int sectorsOf(int bytes) {
        return (bytes + SECTOR_BYTES - 1) / SECTOR_BYTES;
    }
}
