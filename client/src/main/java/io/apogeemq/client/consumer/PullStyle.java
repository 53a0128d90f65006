package io.apogeemq.client.consumer;

/**
 * What the pulls of a consumer have in common.
 *
 * @param batchMessages most messages of one pull
 * @param batchBytes most bytes of one pull
 * @param carriesSubscription the subscription goes with every pull, instead of with heartbeats
 * @param carriesProgress the group's progress goes with pulls to the master
 */
record PullStyle(
        int batchMessages, int batchBytes, boolean carriesSubscription, boolean carriesProgress) {

    /** Bytes of one pull that the official client asks for. */
    static final int USUAL_BATCH_BYTES = 256 * 1024;
}
