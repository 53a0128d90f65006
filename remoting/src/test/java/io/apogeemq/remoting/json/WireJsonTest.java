package io.apogeemq.remoting.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WireJsonTest {

    @Test
    void readsIntegerKeysWithAndWithoutQuotes() {
        JsonObject read =
                WireJson.object("{\"a\":{0:\"x\", 1 : \"y\",-2:\"z\"},\"b\":{\"0\":\"x\"}}");

        assertEquals(
                Map.of(0L, "x", 1L, "y", -2L, "z"),
                read.requireObject("a").toMap(JsonValue::asLong, JsonValue::asString));
        assertEquals(
                Map.of(0L, "x"),
                read.requireObject("b").toMap(JsonValue::asLong, JsonValue::asString));
    }

    @Test
    void readsAndWritesRawObjectsAsKeys() {
        String text = "{\"offsetTable\":{{\"brokerName\":\"b\",\"queueId\":1,\"topic\":\"T\"}:5}}";

        Map<MessageQueue, Long> offsets =
                MessageQueueJson.readTable(
                        WireJson.object(text).requireObject("offsetTable"), JsonValue::asLong);
        String written =
                WireJson.text(
                        out -> {
                            out.beginObject().name("offsetTable");
                            MessageQueueJson.writeOffsets(out, offsets);
                            out.endObject();
                        });

        assertEquals(Map.of(new MessageQueue("T", "b", 1), 5L), offsets);
        assertEquals(text, written);
    }

    @Test
    void readsNumbersGivenAsTextsAndTextsGivenAsNumbers() {
        JsonObject read =
                WireJson.object("{\"i\":\"12\",\"l\":\"-9\",\"s\":7,\"b\":\"TRUE\",\"d\":\"1.5\"}");

        assertEquals(12, read.requireInt("i"));
        assertEquals(-9L, read.requireLong("l"));
        assertEquals("7", read.requireString("s"));
        assertTrue(read.booleanOr("b", false));
        assertEquals(1.5, read.doubleOr("d", 0));
    }

    @Test
    void takesNullReferencesAndMissingMembersForAbsent() {
        JsonObject read = WireJson.object("{\"n\":null,\"r\":{\"$ref\":\"$.x\"},\"x\":{}}");

        assertFalse(read.has("n"));
        assertFalse(read.has("r"));
        assertFalse(read.has("m"));
        assertEquals("d", read.stringOr("n", "d"));
        assertEquals(0, read.objectOrEmpty("r").size());
    }

    @Test
    void doesNotInstantiateNamedTypes() {
        JsonObject read =
                WireJson.object(
                        "{\"@type\":\"java.util.concurrent.atomic.AtomicInteger\",\"v\":1}");

        assertEquals("java.util.concurrent.atomic.AtomicInteger", read.requireString("@type"));
        assertEquals(1, read.requireInt("v"));
    }

    @Test
    void writesBareIntegerKeysOnlyWhenAsked() {
        JsonBody body =
                out ->
                        out.beginObject()
                                .name("m")
                                .beginObject()
                                .integerKey(0)
                                .value("x")
                                .integerKey(7)
                                .value(true)
                                .endObject()
                                .endObject();

        assertEquals("{\"m\":{\"0\":\"x\",\"7\":true}}", ascii(WireJson.bytes(body)));
        assertEquals("{\"m\":{0:\"x\",7:true}}", ascii(WireJson.bytesWithBareKeys(body)));
    }

    @Test
    void namesTheMemberOfTheWrongType() {
        JsonObject read = WireJson.object("{\"a\":\"x\",\"b\":[],\"c\":{},\"d\":9e99,\"e\":1.5}");

        assertProblem("'a' is 'x', not a 64-bit number", () -> read.requireLong("a"));
        assertProblem("'b' is an array, not a text", () -> read.requireString("b"));
        assertProblem("'c' is an object, not an array", () -> read.arrayOrEmpty("c"));
        assertProblem("'d' is '9.0E99', not a 64-bit number", () -> read.requireInt("d"));
        assertProblem("'z' is missing, not an object", () -> read.requireObject("z"));
        assertThrows(WireJsonException.class, () -> read.requireInt("e"));
        assertThrows(WireJsonException.class, () -> read.booleanOr("a", false));
        assertThrows(WireJsonException.class, () -> read.doubleOr("a", 0));
    }

    @Property
    void everyTextComesBackAsItWas(@ForAll List<String> texts) {
        JsonBody body = out -> out.beginObject().strings("t", texts).endObject();

        assertEquals(texts, WireJson.object(body.toJson()).arrayOrEmpty("t").toStrings());
    }

    @Property
    void everyNumberComesBackAsItWas(@ForAll long whole, @ForAll double fraction) {
        JsonBody body =
                out -> out.beginObject().member("f", fraction).member("w", whole).endObject();

        JsonObject read = WireJson.object(body.toJson());

        assertEquals(whole, read.requireLong("w"));
        assertEquals(fraction, read.doubleOr("f", 0));
    }

    private static void assertProblem(String expected, Runnable action) {
        assertEquals(expected, assertThrows(WireJsonException.class, action::run).getMessage());
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
