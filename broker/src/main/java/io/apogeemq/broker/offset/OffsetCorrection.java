package io.apogeemq.broker.offset;

/**
 * A stored offset that pointed behind the end of its queue and was moved there.
 *
 * @param stored what the file said
 * @param corrected the end of the queue
 */
record OffsetCorrection(String group, String topic, int queueId, long stored, long corrected) {}
