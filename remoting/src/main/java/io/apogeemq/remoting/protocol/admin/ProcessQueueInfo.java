package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;

/**
 * State of one queue inside a push consumer.
 *
 * <p>Source: wire spec, requests-admin, "GET_CONSUMER_RUNNING_INFO".
 *
 * <p>Threads: immutable.
 */
public record ProcessQueueInfo(
        long commitOffset,
        long cachedMsgMinOffset,
        long cachedMsgMaxOffset,
        int cachedMsgCount,
        int cachedMsgSizeInMiB,
        long transactionMsgMinOffset,
        long transactionMsgMaxOffset,
        int transactionMsgCount,
        boolean locked,
        long tryUnlockTimes,
        long lastLockTimestamp,
        boolean dropped, // spelled so on the wire
        long lastPullTimestamp,
        long lastConsumeTimestamp)
        implements JsonBody {

    /** Reads the JSON form; absent members have their defaults. */
    public static ProcessQueueInfo read(JsonObject in) {
        return new ProcessQueueInfo(
                in.longOr("commitOffset", 0),
                in.longOr("cachedMsgMinOffset", 0),
                in.longOr("cachedMsgMaxOffset", 0),
                in.intOr("cachedMsgCount", 0),
                in.intOr("cachedMsgSizeInMiB", 0),
                in.longOr("transactionMsgMinOffset", 0),
                in.longOr("transactionMsgMaxOffset", 0),
                in.intOr("transactionMsgCount", 0),
                in.booleanOr("locked", false),
                in.longOr("tryUnlockTimes", 0),
                in.longOr("lastLockTimestamp", 0),
                in.booleanOr("droped", false),
                in.longOr("lastPullTimestamp", 0),
                in.longOr("lastConsumeTimestamp", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("cachedMsgCount", cachedMsgCount)
                .member("cachedMsgMaxOffset", cachedMsgMaxOffset)
                .member("cachedMsgMinOffset", cachedMsgMinOffset)
                .member("cachedMsgSizeInMiB", cachedMsgSizeInMiB)
                .member("commitOffset", commitOffset)
                .member("droped", dropped)
                .member("lastConsumeTimestamp", lastConsumeTimestamp)
                .member("lastLockTimestamp", lastLockTimestamp)
                .member("lastPullTimestamp", lastPullTimestamp)
                .member("locked", locked)
                .member("transactionMsgCount", transactionMsgCount)
                .member("transactionMsgMaxOffset", transactionMsgMaxOffset)
                .member("transactionMsgMinOffset", transactionMsgMinOffset)
                .member("tryUnlockTimes", tryUnlockTimes)
                .endObject();
    }
}
