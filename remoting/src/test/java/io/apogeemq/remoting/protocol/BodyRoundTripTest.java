package io.apogeemq.remoting.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.apogeemq.common.error.MqException;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.admin.PropertiesText;
import io.apogeemq.remoting.protocol.admin.ResetOffsetBody;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupConfigJson;
import io.apogeemq.remoting.protocol.register.RegisterBrokerBody;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.protocol.topic.TopicConfigJson;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BodyRoundTripTest {

    private static final int VERSION = 493;

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void everyBodyComesBackAsItWas(@ForAll("bodies") JsonBody body) {
        assertEquals(body, read(body.getClass(), body.toJson()));
    }

    @Provide
    Arbitrary<JsonBody> bodies() {
        return Arbitraries.of(RecordArbitraries.recordsOf(JsonBody.class))
                .flatMap(type -> RecordArbitraries.of(type).map(JsonBody.class::cast));
    }

    private static Object read(Class<?> type, byte[] json) {
        try {
            if (type == RegisterBrokerBody.class) {
                return RegisterBrokerBody.read(json, VERSION);
            }
            for (Method method : type.getMethods()) {
                if (method.getName().equals("fromJson")) {
                    return method.invoke(null, json);
                }
            }
            return type.getMethod("read", JsonObject.class).invoke(null, WireJson.object(json));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " did not read its own text", e);
        }
    }

    @Property
    void routesComeBackFromTheOldForm(@ForAll("routes") TopicRouteData route) {
        assertEquals(route, TopicRouteData.fromJson(route.toBareKeyJson()));
    }

    @Provide
    Arbitrary<TopicRouteData> routes() {
        return RecordArbitraries.of(TopicRouteData.class);
    }

    @Property
    void topicAndGroupConfigsComeBackAsTheyWere(
            @ForAll("topics") TopicConfig topic, @ForAll("groups") SubscriptionGroupConfig group) {
        assertEquals(topic, TopicConfigJson.fromJson(TopicConfigJson.toJson(topic)));
        assertEquals(
                group,
                SubscriptionGroupConfigJson.fromJson(SubscriptionGroupConfigJson.toJson(group)));
    }

    @Provide
    Arbitrary<TopicConfig> topics() {
        return RecordArbitraries.of(TopicConfig.class);
    }

    @Provide
    Arbitrary<SubscriptionGroupConfig> groups() {
        return RecordArbitraries.of(SubscriptionGroupConfig.class);
    }

    @Property
    void compressedRegistrationsKeepAllButOrderAndSysFlag(
            @ForAll("registrations") RegisterBrokerBody body) {
        RegisterBrokerBody read = RegisterBrokerBody.read(body.toCompressed(VERSION), VERSION);

        assertEquals(body.filterServerList(), read.filterServerList());
        assertEquals(body.topicTable().dataVersion(), read.topicTable().dataVersion());
        assertEquals(body.topicTable().topics().keySet(), read.topicTable().topics().keySet());
        body.topicTable()
                .topics()
                .forEach(
                        (name, topic) ->
                                assertEquals(
                                        topic.withOrder(false).withTopicSysFlag(0),
                                        read.topicTable().topics().get(name)));
        assertEquals(
                read.topicTable().topics(),
                RegisterBrokerBody.read(body.toCompressed(401), 401).topicTable().topics());
    }

    @Property
    void damagedCompressedRegistrationsAreProblems(
            @ForAll("registrations") RegisterBrokerBody body, @ForAll int at, @ForAll byte value) {
        byte[] compressed = body.toCompressed(VERSION);
        byte[] changed = compressed.clone();
        changed[1 + Math.floorMod(at, changed.length - 1)] = value;
        byte[] truncated = Arrays.copyOf(compressed, 1 + Math.floorMod(at, compressed.length - 5));

        readOrRefuse(changed);
        assertThrows(MqException.class, () -> RegisterBrokerBody.read(truncated, VERSION));
    }

    private static void readOrRefuse(byte[] registration) {
        try {
            RegisterBrokerBody.read(registration, VERSION);
        } catch (MqException e) {
            assertEquals("CALLER", e.category().name());
        }
    }

    @Provide
    Arbitrary<RegisterBrokerBody> registrations() {
        Arbitrary<String> names = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(9);
        return RecordArbitraries.of(RegisterBrokerBody.class)
                .flatMap(body -> names.list().uniqueElements().ofSize(3).map(n -> rename(body, n)));
    }

    /** Topics get names that the text form can carry: no blanks. */
    private static RegisterBrokerBody rename(RegisterBrokerBody body, List<String> names) {
        var table = body.topicTable();
        var next = names.iterator();
        var topics =
                table.topics().values().stream()
                        .map(topic -> topic.withTopicName(next.next()))
                        .toList();
        return new RegisterBrokerBody(
                TopicConfigTable.of(table.dataVersion(), topics), body.filterServerList());
    }

    @Test
    void readsTheListFormOfAnOffsetReset() {
        SortedMap<MessageQueue, Long> offsets =
                new TreeMap<>(
                        Map.of(
                                new MessageQueue("T", "b", 0),
                                5L,
                                new MessageQueue("T", "b", 1),
                                6L));
        var body = new ResetOffsetBody(offsets);

        assertEquals(body, ResetOffsetBody.fromJson(body.toListJson()));
    }

    @Test
    void readsAndWritesSettingsInTheOrderOfTheirKeys() {
        byte[] text = "a=1\nb=x=y\n".getBytes(StandardCharsets.UTF_8);

        SortedMap<String, String> settings = PropertiesText.read(text);

        assertEquals(Map.of("a", "1", "b", "x=y"), settings);
        assertEquals(
                "a=1\nb=x=y\n", new String(PropertiesText.write(settings), StandardCharsets.UTF_8));
        assertThrows(
                MqException.class,
                () -> PropertiesText.read("a=\\u00zz".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsTheOldSpellingOfTheSysFlag() {
        String route =
                "{\"queueDatas\":[{\"brokerName\":\"b\",\"perm\":6,\"readQueueNums\":4,"
                        + "\"topicSynFlag\":3,\"writeQueueNums\":4}]}";

        assertEquals(
                3,
                TopicRouteData.fromJson(route.getBytes(StandardCharsets.UTF_8))
                        .queueDatas()
                        .get(0)
                        .topicSysFlag());
    }

    @Test
    void refusesABombOfZeros() {
        byte[] bomb = deflate(new byte[100 << 20]);

        assertThrows(MqException.class, () -> RegisterBrokerBody.read(bomb, VERSION));
    }

    private static byte[] deflate(byte[] bytes) {
        var deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] out = new byte[bytes.length / 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }
}
