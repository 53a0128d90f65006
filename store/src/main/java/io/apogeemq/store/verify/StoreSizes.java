package io.apogeemq.store.verify;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.queue.ConsumeQueueEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The sizes a store was made with.
 *
 * @param logFileBytes of one log file; 0 when there is none to tell
 * @param queueFileBytes of one queue file
 */
public record StoreSizes(long logFileBytes, int queueFileBytes) {

    private static final int DEFAULT_QUEUE_FILE_BYTES = 6_000_000;

    /** Enough files to know the usual size. */
    private static final int MOST_LOOKED_AT = 1000;

    /** Asks the files: most of them have the right size. */
    public static StoreSizes find(StoreFiles files, StoreLayout layout) throws IOException {
        Map<Long, Integer> log = new HashMap<>();
        for (LogFile file : LogFile.of(files, layout.commitLogDir())) {
            if (file.bytes() > 0) {
                log.merge(file.bytes(), 1, Integer::sum);
            }
        }
        return new StoreSizes(mostFrequent(log, 0), queueFileBytes(files, layout));
    }

    private static int queueFileBytes(StoreFiles files, StoreLayout layout) throws IOException {
        Map<Long, Integer> lengths = new HashMap<>();
        int looked = 0;
        for (Path topic : files.listDirectories(layout.consumeQueueDir())) {
            for (Path queue : files.listDirectories(topic)) {
                for (Path path : files.listFiles(queue)) {
                    if (StoreLayout.isSegmentName(path.getFileName().toString())
                            && looked++ < MOST_LOOKED_AT) {
                        try (StoreFile file = files.open(path)) {
                            lengths.merge(file.length(), 1, Integer::sum);
                        }
                    }
                }
            }
        }
        long found = mostFrequent(lengths, DEFAULT_QUEUE_FILE_BYTES);
        boolean makesSense =
                found > 0 && found <= Integer.MAX_VALUE && found % ConsumeQueueEntry.BYTES == 0;
        return makesSense ? (int) found : DEFAULT_QUEUE_FILE_BYTES;
    }

    /** The size that most have, the larger one of two as frequent. */
    private static long mostFrequent(Map<Long, Integer> counts, long otherwise) {
        long best = otherwise;
        int most = 0;
        for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
            boolean isMore = entry.getValue() > most;
            if (isMore || entry.getValue() == most && entry.getKey() > best) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return best;
    }
}
