package io.apogeemq.store.recovery;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.store.file.MappedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Guesses the topic of a record that is damaged: its lengths may still lead to a name, and if what is
 * there can be a topic, it probably is.
 */
final class LostTopic {

    private LostTopic() {}

    /** The topic, or an empty text. */
    static String at(MappedFile file, int position) {
        ByteBuffer map = file.buffer();
        int room = file.fileBytes() - position;
        if (room < RecordLayout.MIN_RECORD_BYTES) {
            return "";
        }
        int magic = map.getInt(position + RecordLayout.MAGIC);
        int sysFlag = map.getInt(position + RecordLayout.SYS_FLAG);
        int body =
                RecordLayout.headerBytes(
                        RecordLayout.bornHostBytes(sysFlag), RecordLayout.storeHostBytes(sysFlag));
        if (body > room) {
            return "";
        }
        int bodyBytes = map.getInt(position + body - Integer.BYTES);
        int known = magic == RecordLayout.MAGIC_V2 ? magic : RecordLayout.MAGIC_V1;
        int lengthBytes = RecordLayout.topicLengthBytes(known);
        if (bodyBytes < 0 || bodyBytes > room - body - lengthBytes) {
            return "";
        }
        int at = position + body + bodyBytes;
        int length = lengthBytes == 1 ? map.get(at) : map.getShort(at);
        if (length <= 0 || length > room - (at - position) - lengthBytes) {
            return "";
        }
        byte[] name = new byte[length];
        map.get(at + lengthBytes, name);
        String topic = new String(name, StandardCharsets.US_ASCII);
        return TopicName.hasLegalCharacters(topic) ? topic : "";
    }
}
