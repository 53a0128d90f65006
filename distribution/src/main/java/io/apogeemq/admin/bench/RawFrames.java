package io.apogeemq.admin.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Request frames that are encoded once and then only patched: every number that changes has a fixed
 * width. They look like those of Apache's Java client with its default JSON headers.
 */
final class RawFrames {
    private static final int SEND_MESSAGE_V2 = 310;
    private static final int SEND_BATCH_MESSAGE = 320;
    private static final int PULL_MESSAGE = 11;
    private static final int PULL_WITH_SUBSCRIPTION = 4;
    private static final int PULL_MAY_SUSPEND = 2;

    /** Opaque numbers have ten digits, so that patching one never moves the bytes behind it. */
    static final int FIRST_OPAQUE = 1_000_000_000;

    private RawFrames() {}

    /** A send of one message. */
    static Template send(String topic, int queueId, byte[] body) {
        return frame(SEND_MESSAGE_V2, sendFields(topic, queueId, false), body);
    }

    /** A send of {@code count} messages at once. */
    static Template batch(String topic, int queueId, byte[] body, int count) {
        byte[] properties = properties().getBytes(StandardCharsets.UTF_8);
        int each = 4 + 4 + 4 + 4 + 4 + body.length + 2 + properties.length;
        ByteBuffer bodies = ByteBuffer.allocate(each * count);
        for (int i = 0; i < count; i++) {
            bodies.putInt(each).putInt(0).putInt(0).putInt(0).putInt(body.length).put(body);
            bodies.putShort((short) properties.length).put(properties);
        }
        return frame(SEND_BATCH_MESSAGE, sendFields(topic, queueId, true), bodies.array());
    }

    /** A pull; its queue offset is patched, with 19 digits. */
    static Template pull(String topic, String group, int queueId, int most, int suspendMillis) {
        int sysFlag = PULL_WITH_SUBSCRIPTION | (suspendMillis > 0 ? PULL_MAY_SUSPEND : 0);
        String fields =
                "\"bname\":\"bench\",\"commitOffset\":\"0\",\"consumerGroup\":\""
                        + group
                        + "\",\"expressionType\":\"TAG\",\"maxMsgNums\":\""
                        + most
                        + "\",\"queueId\":\""
                        + queueId
                        + "\",\"queueOffset\":\"0000000000000000000\",\"subVersion\":\"0\",\"subscription\":\"*\""
                        + ",\"suspendTimeoutMillis\":\""
                        + suspendMillis
                        + "\",\"sysFlag\":\""
                        + sysFlag
                        + "\",\"topic\":\""
                        + topic
                        + "\"";
        return frame(PULL_MESSAGE, fields, new byte[0]);
    }

    private static String sendFields(String topic, int queueId, boolean batch) {
        return "\"a\":\"bench\",\"b\":\""
                + topic
                + "\",\"c\":\"TBW102\",\"d\":\"4\",\"e\":\""
                + queueId
                + "\",\"f\":\"0\",\"g\":\"1795336123516\",\"h\":\"0\",\"i\":\""
                + properties().replace("\1", "\\u0001").replace("\2", "\\u0002")
                + "\",\"j\":\"0\",\"k\":\"false\",\"m\":\""
                + batch
                + "\",\"n\":\"bench\"";
    }

    private static String properties() {
        return "UNIQ_KEY\0017F00000100002427930946E096DF7000\002WAIT\001true\002TAGS\001bench\002";
    }

    private static Template frame(int code, String fields, byte[] body) {
        String header =
                "{\"code\":"
                        + code
                        + ",\"extFields\":{"
                        + fields
                        + "},\"flag\":0,\"language\":\"JAVA\",\"opaque\":"
                        + FIRST_OPAQUE
                        + ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":493}";
        byte[] headerBytes = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + headerBytes.length + body.length);
        frame.putInt(4 + headerBytes.length + body.length)
                .putInt(headerBytes.length)
                .put(headerBytes)
                .put(body);
        return new Template(
                frame.array(),
                8 + header.indexOf("\"opaque\":") + "\"opaque\":".length(),
                header.contains("queueOffset")
                        ? 8 + header.indexOf("queueOffset\":\"") + "queueOffset\":\"".length()
                        : -1,
                8 + headerBytes.length);
    }

    /** An encoded frame and where its changing numbers stand. */
    record Template(byte[] bytes, int opaqueAt, int queueOffsetAt, int bodyAt) {
        /** Appends the frame with this opaque to {@code out}. */
        void put(ByteBuffer out, int opaque) {
            int start = out.position();
            out.put(bytes);
            putDigits(out, start + opaqueAt, 10, opaque);
        }

        /** Appends the frame with this opaque and queue offset to {@code out}. */
        void put(ByteBuffer out, int opaque, long queueOffset) {
            int start = out.position();
            put(out, opaque);
            putDigits(out, start + queueOffsetAt, 19, queueOffset);
        }

        private static void putDigits(ByteBuffer out, int at, int digits, long value) {
            long rest = value;
            for (int i = at + digits - 1; i >= at; i--) {
                out.put(i, (byte) ('0' + rest % 10));
                rest /= 10;
            }
        }
    }
}
