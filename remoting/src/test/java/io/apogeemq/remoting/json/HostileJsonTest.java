package io.apogeemq.remoting.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileJsonTest {

    private static final String VALID =
            "{\"a\":[1,-2.5e3,\"x\\u0001\\n\",true,null],{\"k\":1}:{\"b\":{0:\"y\"}},\"c\":'z'}";

    @Test
    void takesNoMoreMemoryThanItsShareOfTheHeap() {
        int containers = (int) Math.min(1_900_000, Runtime.getRuntime().maxMemory() / 4 / 80 + 1);
        byte[] hungry = bytes("[" + "[[]],".repeat(containers) + "0]");

        WireJsonException problem =
                assertThrows(WireJsonException.class, () -> WireJson.array(hungry));

        assertTrue(problem.getMessage().contains("raise the heap"), problem.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{{\"a\":1}:", "{", "[[],", "{1:"})
    void stopsAtTheDepthLimit(String opening) {
        byte[] deep = opening.repeat(1_000_000).getBytes(StandardCharsets.UTF_8);

        WireJsonException problem =
                assertThrows(WireJsonException.class, () -> CanonicalJson.of(deep));

        assertTrue(problem.position() < 1_000, problem.getMessage());
    }

    @Test
    void takesTheDeepestLegalBody() {
        String deepest = "[".repeat(WireJson.MAX_DEPTH) + "1" + "]".repeat(WireJson.MAX_DEPTH);

        assertEquals(deepest, CanonicalJson.of(deepest.getBytes(StandardCharsets.UTF_8)));
        assertThrows(WireJsonException.class, () -> CanonicalJson.of(bytes("[" + deepest + "]")));
    }

    @Test
    void stopsAtTheLimitOfValues() {
        byte[] many = bytes("[" + "0,".repeat(WireJson.MAX_VALUES + 1) + "0]");

        assertThrows(WireJsonException.class, () -> WireJson.array(many));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "1e9999",
                "1e-9999",
                "123456789012345678901234567890",
                "9223372036854775808",
                "1.5",
                "NaN",
                "Infinity",
                "0x10",
                "--1",
                "\"1e3\"",
                "\"\"",
                "\"99999999999999999999\"",
                "\"one\"",
                "{}",
                "[]",
                "true"
            })
    void refusesWhatIsNoWholeNumber(String number) {
        byte[] body = bytes("{\"n\":" + number + "}");

        assertThrows(WireJsonException.class, () -> WireJson.object(body).requireLong("n"));
    }

    @Test
    void doesNotSpendTimeOnEndlessNumbers() {
        byte[] body = bytes("{\"n\":" + "9".repeat(8_000_000) + "}");
        byte[] fraction = bytes("{\"n\":0." + "9".repeat(8_000_000) + "}");

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    assertThrows(
                            WireJsonException.class, () -> WireJson.object(body).requireLong("n"));
                    assertThrows(
                            WireJsonException.class,
                            () -> WireJson.object(fraction).requireLong("n"));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "tru",
                "\"",
                "{]",
                "[}",
                "{\"a\" 1}",
                "{\"a\":1}}",
                "{\"a\":1}x",
                "{:1}",
                "{,}",
                "{\"a\":\"\\u12\"}",
                "{{}}",
                "{[]:1}",
                "@"
            })
    void refusesWhatIsNotJson(String text) {
        assertThrows(WireJsonException.class, () -> CanonicalJson.of(bytes(text)));
    }

    @Test
    void everyTruncationIsAProblemWithAPosition() {
        byte[] valid = bytes(VALID);
        CanonicalJson.of(valid);

        for (int length = 0; length < valid.length; length++) {
            byte[] truncated = Arrays.copyOf(valid, length);
            WireJsonException problem =
                    assertThrows(WireJsonException.class, () -> CanonicalJson.of(truncated));
            assertTrue(problem.position() >= 0);
        }
    }

    @Property(tries = 3000)
    void everyChangeOfABytesIsReadOrRefused(
            @ForAll @IntRange(max = 80) int at, @ForAll byte value) {
        byte[] changed = bytes(VALID);
        changed[at % changed.length] = value;

        readOrRefuse(changed);
    }

    @Property(tries = 3000)
    void everyByteSequenceIsReadOrRefused(@ForAll @Size(max = 64) byte[] bytes) {
        readOrRefuse(bytes);
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            CanonicalJson.of(bytes);
        } catch (WireJsonException e) {
            assertTrue(e.position() >= 0);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
