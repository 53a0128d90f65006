package io.apogeemq.broker.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.UniqueKeys;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Stored properties against a model that works on a map. */
class PropertyRewriteTest {
    private static final List<String> DROPPED =
            List.of("CLUSTER", "MSG_REGION", "TRACE_ON", "POP_CK", "INNER_NUM", "INNER_BASE");

    private final PropertyRewrite rewrite =
            new PropertyRewrite(
                    new PropertyNames(),
                    new UniqueKeys(
                            InetAddress.getLoopbackAddress(),
                            1,
                            Clock.SYSTEM,
                            ZoneOffset.UTC,
                            () -> 7),
                    new DeliveryTime(Clock.SYSTEM),
                    PropertyRewrite.suffix("R", true, "C"));

    private Map<String, String> rewritten(String text) {
        byte[] bytes = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
        rewrite.rewrite(bytes, 2, bytes.length - 4);
        return MessageProperties.parse(rewrite.bytes(), 0, rewrite.length()).asMap();
    }

    @Property
    void storesWhatAMapWouldStore(@ForAll("texts") String text) {
        Map<String, String> expected = new LinkedHashMap<>(MessageProperties.parse(text).asMap());
        DROPPED.forEach(expected::remove);
        expected.put("MSG_REGION", "R");
        expected.put("TRACE_ON", "true");
        expected.put("CLUSTER", "C");

        Map<String, String> stored = new LinkedHashMap<>(rewritten(text));
        String uniqueKey = stored.get("UNIQ_KEY");
        expected.putIfAbsent("UNIQ_KEY", uniqueKey);

        assertEquals(expected, stored);
        assertEquals(uniqueKey, rewrite.uniqueKey());
        assertEquals(!"false".equalsIgnoreCase(stored.get("WAIT")), rewrite.waits());
        assertEquals(
                MessageProperties.parse(text).has("UNIQ_KEY") ? uniqueKey : "",
                rewrite.sentUniqueKey());
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> names =
                Arbitraries.oneOf(
                        Arbitraries.of(DROPPED),
                        Arbitraries.of("UNIQ_KEY", "WAIT", "TAGS", "KEYS", "CLUSTERS", "WAI", ""),
                        Arbitraries.strings()
                                .withCharRange('a', 'e')
                                .withChars('é')
                                .ofMaxLength(5));
        Arbitrary<String> values =
                Arbitraries.oneOf(
                        Arbitraries.of("true", "false", "FALSE", ""),
                        Arbitraries.strings()
                                .withCharRange('0', '9')
                                .withChars('\1', 'ü')
                                .ofMaxLength(6));
        Arbitrary<String> entries =
                names.flatMap(name -> values.map(value -> name + '\1' + value + '\2'));
        Arbitrary<String> junk = Arbitraries.strings().withChars('\1', '\2', 'x').ofMaxLength(4);
        return Arbitraries.oneOf(entries, junk)
                .list()
                .ofMaxSize(8)
                .map(list -> String.join("", list));
    }

    @Test
    void takesTheTextOfOldClientsWithoutALastSeparator() {
        assertEquals("v", rewritten("a\1b\2k\1v").get("k"));
        assertTrue(rewrite.waits());
    }

    @Test
    void leavesOutWhatAClientKeepsForItself() {
        assertFalse(
                rewritten("__RMQ.TRANSIENT.x\1" + "1\2a\1b\2").containsKey("__RMQ.TRANSIENT.x"));
    }
}
