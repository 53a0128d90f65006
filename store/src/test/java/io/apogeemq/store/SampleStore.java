package io.apogeemq.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Store directories written by Apache RocketMQ 5.4.0, as test resources: {@code NAME.tar.gz} and what is
 * in them, {@code NAME.csv}.
 *
 * <p>The CSV was made from the manifest that came with each archive:
 *
 * <pre>
 * python3 -c "import json,sys; m=json.load(open(sys.argv[1])); print('end,%d'%m['counts']['endOfLog']);
 *  [print('record',r['phyOffset'],r['size'],r['topic'],r['queueId'],r['queueOffset'],r['recordSha256'],sep=',')
 *   for r in m['messages']];
 *  [print('unit',q['topic'],q['queueId'],*u,sep=',') for q in m['consumeQueues'] for u in q['units']];
 *  [print('batch',q['topic'],q['queueId'],*u,sep=',') for q in m['batchConsumeQueues'] for u in q['units']]"
 * </pre>
 */
public final class SampleStore {

    private static final int BLOCK_BYTES = 512;

    private SampleStore() {}

    /** Unpacks the store but for its large timer wheel, and gives its root. */
    public static Path unpack(String name, Path into) throws IOException {
        try (InputStream packed = SampleStore.class.getResourceAsStream("/" + name + ".tar.gz");
                InputStream tar = new GZIPInputStream(packed)) {
            while (unpackOne(tar, into)) {
                // one entry after the other
            }
        }
        return into.resolve("store");
    }

    private static boolean unpackOne(InputStream tar, Path into) throws IOException {
        byte[] header = tar.readNBytes(BLOCK_BYTES);
        if (header.length < BLOCK_BYTES || header[0] == 0) {
            return false;
        }
        String name = text(header, 0, 100);
        long size = Long.parseLong(text(header, 124, 12).trim(), 8);
        boolean isDirectory = header[156] == '5';
        Path target = into.resolve(name).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("'" + name + "' leaves the directory");
        }
        if (isDirectory) {
            Files.createDirectories(target);
        } else if (name.endsWith("timerwheel")) {
            tar.skipNBytes(size);
        } else {
            Files.createDirectories(target.getParent());
            Files.write(target, tar.readNBytes((int) size));
        }
        tar.skipNBytes((BLOCK_BYTES - size % BLOCK_BYTES) % BLOCK_BYTES);
        return true;
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    /** Lines of a kind (record, unit, end), cut into fields. */
    static List<String[]> manifest(String name, String kind) {
        try (InputStream in = SampleStore.class.getResourceAsStream("/" + name + ".csv");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.split(","))
                    .filter(fields -> fields[0].equals(kind))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
