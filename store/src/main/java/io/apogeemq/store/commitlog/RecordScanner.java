package io.apogeemq.store.commitlog;

import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScanner;
import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.common.message.TagHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Looks at the bytes at one position of a log file, says what they are, and takes the record apart.
 *
 * <p>Hot on the dispatch thread: no allocation; topic and properties are copied to reused arrays.
 *
 * <p>Threads: confined to the thread that made it.
 */
public final class RecordScanner {

    /** What is at a position. */
    public enum RecordCheck {
        /** A whole record; the accessors describe it. */
        VALID,
        /** The filler that closes a file. */
        BLANK,
        /** Nothing was ever written here: 8 zero bytes, or too little room for more. */
        EMPTY,
        /** Bytes that are no record: torn or damaged. */
        DAMAGED
    }

    private static final byte[] TAGS = PropertyKeys.TAGS.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELAY = PropertyKeys.DELAY.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INNER_NUM =
            PropertyKeys.INNER_NUM.getBytes(StandardCharsets.US_ASCII);

    private final long checksumsFrom;
    private final CRC32 crc = new CRC32();
    private byte[] topic = new byte[RecordLayout.MAX_TOPIC_BYTES + 1];
    private byte[] properties = new byte[1024];

    private int recordBytes;
    private int queueId;
    private int sysFlag;
    private int topicBytes;
    private int propertiesBytes;
    private long queueOffset;
    private long physicalOffset;
    private long storeTimestamp;

    /** Takes a record without a checksum of the whole for what the peer writes. */
    public RecordScanner() {
        this(Long.MAX_VALUE);
    }

    /**
     * @param checksumsFrom from this physical offset on a record without a checksum of the whole is damaged
     */
    public RecordScanner(long checksumsFrom) {
        this.checksumsFrom = checksumsFrom;
    }

    /** Another one that judges the same. */
    public RecordScanner another() {
        return new RecordScanner(checksumsFrom);
    }

    /**
     * Looks at a position.
     *
     * @param map a whole log file
     * @param limit first byte that may not be looked at
     * @param expectedOffset physical offset of the position
     * @param verify whether checksums are computed too: that of the whole record where it has one, else that
     *     of its body
     */
    public RecordCheck inspect(
            ByteBuffer map, int position, int limit, long expectedOffset, boolean verify) {
        int room = limit - position;
        if (room < RecordLayout.BLANK_BYTES) {
            return RecordCheck.EMPTY;
        }
        int size = map.getInt(position + RecordLayout.TOTAL_SIZE);
        int magic = map.getInt(position + RecordLayout.MAGIC);
        if (magic == RecordLayout.MAGIC_BLANK) {
            return size == room ? RecordCheck.BLANK : RecordCheck.DAMAGED;
        }
        if (size == 0 && magic == 0) {
            return RecordCheck.EMPTY;
        }
        if (magic != RecordLayout.MAGIC_V1 && magic != RecordLayout.MAGIC_V2
                || size < RecordLayout.MIN_RECORD_BYTES
                || size > room) {
            return RecordCheck.DAMAGED;
        }
        recordBytes = size;
        physicalOffset = map.getLong(position + RecordLayout.PHYSICAL_OFFSET);
        if (physicalOffset != expectedOffset) {
            return RecordCheck.DAMAGED;
        }
        return parse(map, position, magic, verify) ? RecordCheck.VALID : RecordCheck.DAMAGED;
    }

    private boolean parse(ByteBuffer map, int position, int magic, boolean verify) {
        queueId = map.getInt(position + RecordLayout.QUEUE_ID);
        queueOffset = map.getLong(position + RecordLayout.QUEUE_OFFSET);
        sysFlag = map.getInt(position + RecordLayout.SYS_FLAG);
        int bornHost = RecordLayout.bornHostBytes(sysFlag);
        int storeHost = RecordLayout.storeHostBytes(sysFlag);
        int body = RecordLayout.headerBytes(bornHost, storeHost);
        int end = recordBytes;
        if (body + 3 > end) {
            return false;
        }
        storeTimestamp = map.getLong(position + RecordLayout.storeTimestamp(bornHost));
        int bodyBytes = map.getInt(position + body - 4);
        int lengthBytes = RecordLayout.topicLengthBytes(magic);
        if (bodyBytes < 0 || bodyBytes > end - body - lengthBytes - 2) {
            return false;
        }
        int at = body + bodyBytes;
        topicBytes = lengthBytes == 1 ? map.get(position + at) : map.getShort(position + at);
        at += lengthBytes;
        if (topicBytes < 0 || topicBytes > end - at - 2) {
            return false;
        }
        topic = RecordWriter.atLeast(topic, topicBytes);
        map.get(position + at, topic, 0, topicBytes);
        at += topicBytes;
        propertiesBytes = map.getShort(position + at);
        at += 2;
        if (propertiesBytes < 0 || at + propertiesBytes != end) {
            return false;
        }
        properties = RecordWriter.atLeast(properties, propertiesBytes);
        map.get(position + at, properties, 0, propertiesBytes);
        boolean isGood = !verify || isIntact(map, position, body, bodyBytes);
        if (RecordCrc.isAtEndOf(properties, propertiesBytes)) {
            propertiesBytes -= RecordCrc.BYTES; // nobody looks for it among the message's own
        }
        return isGood;
    }

    /** By the checksum of the whole record; by that of the body where there is no other. */
    private boolean isIntact(ByteBuffer map, int position, int body, int bodyBytes) {
        if (propertiesBytes >= RecordCrc.BYTES) {
            RecordCrc.Found found = RecordCrc.check(map, position, position + recordBytes, crc);
            if (found != RecordCrc.Found.NONE) {
                return found == RecordCrc.Found.RIGHT;
            }
        }
        return physicalOffset < checksumsFrom
                && crcOf(map, position + body, bodyBytes)
                        == map.getInt(position + RecordLayout.BODY_CRC);
    }

    private int crcOf(ByteBuffer map, int from, int length) {
        if (length == 0) {
            // The reference stores 0 for an empty body.
            return 0;
        }
        crc.reset();
        crc.update(map.slice(from, length));
        return (int) crc.getValue() & 0x7FFFFFFF;
    }

    public int recordBytes() {
        return recordBytes;
    }

    public int queueId() {
        return queueId;
    }

    public long queueOffset() {
        return queueOffset;
    }

    public long physicalOffset() {
        return physicalOffset;
    }

    public long storeTimestamp() {
        return storeTimestamp;
    }

    public int sysFlag() {
        return sysFlag;
    }

    /** The topic's bytes; valid up to {@link #topicBytes} and until the next look. */
    public byte[] topicArray() {
        return topic;
    }

    public int topicBytes() {
        return topicBytes;
    }

    public String topic() {
        return new String(topic, 0, topicBytes, StandardCharsets.UTF_8);
    }

    /** The properties' bytes; valid up to {@link #propertiesBytes} and until the next look. */
    public byte[] propertiesArray() {
        return properties;
    }

    public int propertiesBytes() {
        return propertiesBytes;
    }

    /** Whether the record belongs to a queue: prepared and rolled back ones don't. */
    public boolean isQueued() {
        return SysFlag.isQueued(sysFlag);
    }

    /** Whether it holds many messages under one record; such records have queues of another kind. */
    public boolean isInnerBatch() {
        return SysFlag.isInnerBatch(sysFlag);
    }

    /** Where the value of a property is, or {@link PropertyScanner#NOT_FOUND}; in {@link #propertiesArray}. */
    public long find(byte[] name) {
        return PropertyScanner.find(properties, 0, propertiesBytes, name);
    }

    /** Hash of the TAGS property, 0 without one. */
    public long tagHash() {
        long found = find(TAGS);
        return found == PropertyScanner.NOT_FOUND
                ? TagHash.NO_TAG
                : TagHash.of(
                        properties, PropertyScanner.position(found), PropertyScanner.length(found));
    }

    /** The DELAY property as a number, 0 if it is absent or none. */
    public int delayLevel() {
        return number(DELAY);
    }

    /** How many messages the record holds, as its INNER_NUM property says; 0 if it is absent or none. */
    public int innerMessages() {
        return number(INNER_NUM);
    }

    private int number(byte[] name) {
        long found = find(name);
        if (found == PropertyScanner.NOT_FOUND || PropertyScanner.length(found) > 9) {
            return 0;
        }
        int number = 0;
        int end = PropertyScanner.position(found) + PropertyScanner.length(found);
        for (int i = PropertyScanner.position(found); i < end; i++) {
            int digit = properties[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The value of a property, empty if it is absent; makes a String: not for every record. */
    public String property(byte[] name) {
        long found = find(name);
        return found == PropertyScanner.NOT_FOUND
                ? ""
                : new String(
                        properties,
                        PropertyScanner.position(found),
                        PropertyScanner.length(found),
                        StandardCharsets.UTF_8);
    }
}
