package io.apogeemq.store;

/**
 * How far the CommitLog goes; all are physical offsets.
 *
 * @param min first byte that is kept
 * @param max behind the last written record
 * @param flushed everything below is on disk
 * @param dispatched everything below is visible to consumers
 */
public record LogOffsets(long min, long max, long flushed, long dispatched) {}
