package io.apogeemq.client.producer;

import io.apogeemq.remoting.code.ResponseCode;

/**
 * How safe a stored message is when its send returns. Only the first is everything that the broker's
 * settings promise; the others say what was still missing when the broker's patience ended.
 */
public enum SendStatus {
    /** Stored, flushed and replicated as the broker is set up to do. */
    SEND_OK,
    /** Stored, but not yet confirmed to be on the broker's disk. */
    FLUSH_DISK_TIMEOUT,
    /** Stored, but not yet confirmed by the replicas that should have it. */
    FLUSH_SLAVE_TIMEOUT,
    /** Stored, but there is no replica that could have it. */
    SLAVE_NOT_AVAILABLE;

    /** Whether the response code is one of a stored message. */
    static boolean isStored(int responseCode) {
        return responseCode == ResponseCode.SUCCESS
                || responseCode == ResponseCode.FLUSH_DISK_TIMEOUT
                || responseCode == ResponseCode.FLUSH_SLAVE_TIMEOUT
                || responseCode == ResponseCode.SLAVE_NOT_AVAILABLE;
    }

    static SendStatus ofResponse(int responseCode) {
        return switch (responseCode) {
            case ResponseCode.SUCCESS -> SEND_OK;
            case ResponseCode.FLUSH_DISK_TIMEOUT -> FLUSH_DISK_TIMEOUT;
            case ResponseCode.FLUSH_SLAVE_TIMEOUT -> FLUSH_SLAVE_TIMEOUT;
            case ResponseCode.SLAVE_NOT_AVAILABLE -> SLAVE_NOT_AVAILABLE;
            default -> throw new AssertionError("code " + responseCode + " stores nothing");
        };
    }
}
