package io.apogeemq.remoting.protocol.register;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Body of REGISTER_BROKER (103): the topics of a broker, all or those that changed.
 *
 * <p>Three forms on the wire: JSON; a zlib stream ({@link CompressedRegistration}); the bare table of
 * brokers older than version 37. The first byte tells, because what the header says about compression
 * is wrong in some peers.
 *
 * <p>Source: wire spec, requests-namesrv, section 2.
 *
 * <p>Threads: immutable.
 */
public record RegisterBrokerBody(TopicConfigTable topicTable, List<String> filterServerList)
        implements JsonBody {

    private static final int FIRST_BYTE_OF_ZLIB = 0x78;

    /** Takes a copy of the list. */
    public RegisterBrokerBody {
        Objects.requireNonNull(topicTable, "topicTable");
        filterServerList = List.copyOf(filterServerList);
    }

    /** A registration without filter servers, which no current broker has. */
    public static RegisterBrokerBody of(TopicConfigTable topicTable) {
        return new RegisterBrokerBody(topicTable, List.of());
    }

    /** Reads any of the three forms; the version is that of the request. */
    public static RegisterBrokerBody read(byte[] body, int brokerVersion) {
        if (body.length > 0 && body[0] == FIRST_BYTE_OF_ZLIB) {
            return CompressedRegistration.read(body, brokerVersion);
        }
        JsonObject in = WireJson.object(body);
        if (in.has("topicConfigTable")) {
            return of(TopicConfigTable.read(in));
        }
        return new RegisterBrokerBody(
                TopicConfigTable.read(in.objectOrEmpty("topicConfigSerializeWrapper")),
                in.arrayOrEmpty("filterServerList").toStrings());
    }

    /** The compressed form for a name server that reads the version of our requests. */
    public byte[] toCompressed(int ownVersion) {
        return CompressedRegistration.write(this, ownVersion);
    }

    /** The checksum that goes with a body of any form: over the bytes as sent. */
    public static int crc32(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) (crc.getValue() & 0x7FFFFFFF);
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .strings("filterServerList", filterServerList)
                .member("topicConfigSerializeWrapper", topicTable)
                .endObject();
    }
}
