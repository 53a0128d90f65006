package io.apogeemq.store.commitlog;

import io.apogeemq.store.file.StoreFiles;
import java.nio.file.Path;

/**
 * What the CommitLog has to know.
 *
 * @param maxMessageBytes largest body of a single message
 * @param maxBatchBytes largest sum of the records of a client batch
 * @param preallocateBytes blocks kept ready ahead of the write position
 * @param forcesBlocks whether those blocks are forced, so that a force of the log has data to write
 *     only
 * @param appendPropertyCrc whether each record ends in a checksum of all of it
 */
public record CommitLogConfig(
        StoreFiles files,
        Path directory,
        int fileBytes,
        int maxMessageBytes,
        int maxBatchBytes,
        int preallocateBytes,
        boolean forcesBlocks,
        boolean appendPropertyCrc) {}
