package io.apogeemq.store.commitlog;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.RefusalReason;

/** The texts of refusals that a caller can do something about; off the hot path. */
final class Refusals {

    private Refusals() {}

    static String text(RefusalReason reason, AppendRequest request, int maxMessageBytes) {
        return switch (reason) {
            case MESSAGE_TOO_LARGE ->
                    "the body has '"
                            + request.body().remaining()
                            + "' bytes, at most "
                            + maxMessageBytes
                            + " are allowed";
            case PROPERTIES_TOO_LARGE ->
                    "the properties have '"
                            + request.propertiesLength()
                            + "' bytes, at most "
                            + (RecordLayout.MAX_PROPERTIES_BYTES - RecordLayout.RECORD_CRC_BYTES)
                            + " are allowed";
            case BAD_ADDRESS, MALFORMED_BATCH, DISK_FULL, DISK_SPACE_LOW, FAIL_STOP, CLOSED ->
                    text(reason, request.topic(), request.queueId());
        };
    }

    static String text(RefusalReason reason, String topic, int queueId) {
        return "topic '"
                + topic
                + "' queue '"
                + queueId
                + "' can't be stored ("
                + reason
                + "): a topic has 1 to "
                + RecordLayout.MAX_TOPIC_BYTES
                + " bytes, queue ids go from 0 to "
                + AppendRequest.MAX_QUEUE_ID;
    }
}
