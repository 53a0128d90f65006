package io.apogeemq.remoting.protocol.register;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicFilterType;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.route.TopicQueueMapping;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The compressed form of a registration.
 *
 * <pre>
 * one zlib stream; all lengths and counts int32, big-endian
 *   length + bytes             data version, JSON
 *   count
 *   per topic: length + bytes  "name readNums writeNums perm filterType attributesJson"
 *   length + bytes             filter servers, JSON array
 *   count                      from broker version 413 on
 *   per item: length + bytes   queue mapping of a static topic, JSON
 * </pre>
 *
 * Source: wire spec, requests-namesrv, section 2. The text of a topic carries neither order nor
 * topicSysFlag.
 *
 * <p>Reading is bounded by {@link #MAX_INFLATED_BYTES}, whatever the lengths in the stream say.
 *
 * <p>Threads: pure functions.
 */
final class CompressedRegistration {

    /**
     * More than a broker with two hundred thousand topics sends, where the heap is 2 GiB; less in a
     * smaller one, because a stream of this size takes twenty times as much when it is read.
     */
    static final int MAX_INFLATED_BYTES =
            (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 32);

    private static final int FIRST_VERSION_WITH_MAPPINGS = 413;
    private static final int COPY_BYTES = 8192;

    private CompressedRegistration() {}

    static byte[] write(RegisterBrokerBody body, int version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            TopicConfigTable table = body.topicTable();
            writeBlock(out, table.dataVersion().toJson());
            out.writeInt(table.topics().size());
            for (TopicConfig topic : table.topics().values()) {
                writeBlock(out, topicText(topic).getBytes(StandardCharsets.UTF_8));
            }
            writeBlock(out, filterServers(body.filterServerList()));
            if (version >= FIRST_VERSION_WITH_MAPPINGS) {
                out.writeInt(table.mappings().size());
                for (TopicQueueMapping mapping : table.mappings().values()) {
                    writeBlock(out, mapping.toJson());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a stream in memory failed to take bytes", e);
        }
        return bytes.toByteArray();
    }

    private static void writeBlock(DataOutputStream out, byte[] block) throws IOException {
        out.writeInt(block.length);
        out.write(block);
    }

    private static String topicText(TopicConfig topic) {
        JsonBody attributes =
                out -> {
                    out.beginObject();
                    topic.attributes().forEach((key, value) -> out.member(key, value));
                    out.endObject();
                };
        return topic.topicName()
                + ' '
                + topic.readQueueNums()
                + ' '
                + topic.writeQueueNums()
                + ' '
                + topic.perm()
                + ' '
                + topic.topicFilterType().name()
                + ' '
                + WireJson.text(attributes);
    }

    private static byte[] filterServers(List<String> servers) {
        JsonBody array =
                out -> {
                    out.beginArray();
                    servers.forEach(server -> out.value(server));
                    out.endArray();
                };
        return array.toJson();
    }

    static RegisterBrokerBody read(byte[] body, int version) {
        try {
            return read(new DataInputStream(new ByteArrayInputStream(inflate(body))), version);
        } catch (IOException e) {
            throw new MqException(
                    ErrorCategory.CALLER,
                    "compressed registration of " + body.length + " bytes ends early or is damaged",
                    e);
        }
    }

    private static byte[] inflate(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length * 4);
        byte[] chunk = new byte[COPY_BYTES];
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(body))) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (out.size() + read > MAX_INFLATED_BYTES) {
                    throw problem(
                            "is larger than "
                                    + MAX_INFLATED_BYTES
                                    + " bytes; send less at once or raise the heap (-Xmx)");
                }
                out.write(chunk, 0, read);
            }
        }
        return out.toByteArray();
    }

    private static RegisterBrokerBody read(DataInputStream in, int version) throws IOException {
        DataVersion dataVersion = DataVersion.fromJson(readBlock(in));
        int topicCount = readCount(in);
        List<TopicConfig> topics = new ArrayList<>();
        for (int i = 0; i < topicCount; i++) {
            topics.add(parseTopic(new String(readBlock(in), StandardCharsets.UTF_8)));
        }
        List<String> filterServers = WireJson.array(readBlock(in)).toStrings();
        Map<String, TopicQueueMapping> mappings = new LinkedHashMap<>();
        if (version >= FIRST_VERSION_WITH_MAPPINGS && in.available() > 0) {
            int count = readCount(in);
            for (int i = 0; i < count; i++) {
                TopicQueueMapping mapping = TopicQueueMapping.read(WireJson.object(readBlock(in)));
                mappings.put(mapping.topic(), mapping);
            }
        }
        TopicConfigTable table = TopicConfigTable.of(dataVersion, topics);
        return new RegisterBrokerBody(
                new TopicConfigTable(dataVersion, table.topics(), DataVersion.NONE, mappings),
                filterServers);
    }

    private static byte[] readBlock(DataInputStream in) throws IOException {
        byte[] block = new byte[readCount(in)];
        in.readFully(block);
        return block;
    }

    /** Every counted thing takes at least one byte, so a count is bounded by what is left. */
    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw problem("states " + count + " where " + in.available() + " bytes are left");
        }
        return count;
    }

    private static TopicConfig parseTopic(String text) {
        String[] parts = text.split(" ", 6);
        if (parts.length < 5) {
            throw problem("describes a topic as '" + text + "', which has no five parts");
        }
        try {
            return TopicConfig.of(
                            parts[0],
                            Integer.parseInt(parts[1]),
                            Integer.parseInt(parts[2]),
                            Integer.parseInt(parts[3]))
                    .withTopicFilterType(TopicFilterType.parse(parts[4]))
                    .withAttributes(attributes(parts));
        } catch (NumberFormatException e) {
            throw problem("describes a topic as '" + text + "', where a number is wrong");
        }
    }

    private static Map<String, String> attributes(String[] parts) {
        boolean hasThem = parts.length == 6 && !parts[5].isBlank();
        return hasThem ? WireJson.object(parts[5]).toTexts() : Map.of();
    }

    private static MqException problem(String problem) {
        return new MqException(ErrorCategory.CALLER, "compressed registration " + problem);
    }
}
