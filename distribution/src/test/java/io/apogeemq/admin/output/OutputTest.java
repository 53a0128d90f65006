package io.apogeemq.admin.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.remoting.json.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {
    @Test
    void columnsGrowWithTheirWidestCellAndLinesEndWithoutBlanks() {
        TextTable table = new TextTable().column("#A", 4).column("#Name", 2).column("#C", 3);

        table.row("a cell that is wide", 1, "x").row("b", 22_222_222, "");

        assertEquals(
                List.of(
                        "#A                   #Name     #C",
                        "a cell that is wide  1         x",
                        "b                    22222222"),
                printed(table));
    }

    @Test
    void indentsJsonWithoutTouchingItsTexts() {
        String json = "{\"a\":[1,{\"b\":\"x,{}:\\\"\"}],\"c\":{},\"d\":[]}";

        String indented = IndentedJson.of(json);

        assertTrue(indented.replace("\r", "").startsWith("{\n\t\"a\": [\n\t\t1,\n\t\t{"));
        assertTrue(indented.contains("\"c\": {},"), indented);
        assertEquals(
                "x,{}:\"",
                WireJson.object(indented)
                        .arrayOrEmpty("a")
                        .toList(value -> value)
                        .get(1)
                        .asObject()
                        .requireString("b"));
    }

    @ParameterizedTest
    @CsvSource({
        "493, V5_4_0",
        "401, V4_9_4",
        "413, V5_0_0",
        "412, V5_0_0_SNAPSHOT",
        "213, V4_0_0",
        "100, 100"
    })
    void namesTheReleaseOfAVersionNumber(int version, String name) {
        assertEquals(name, VersionText.of(version));
    }

    @Test
    void readsTimesAsOperatorsTypeThem() {
        long millis =
                LocalDateTime.of(2026, 1, 31, 23, 59, 58, 7_000_000)
                        .atZone(ZoneId.systemDefault())
                        .toInstant()
                        .toEpochMilli();

        assertEquals(OptionalLong.of(millis), TimeText.parse("2026-01-31#23:59:58:007", 0));
        assertEquals(OptionalLong.of(1234), TimeText.parse("1234", 0));
        assertEquals(OptionalLong.of(99), TimeText.parse("now", 99));
        assertEquals(OptionalLong.empty(), TimeText.parse("yesterday", 0));
        assertEquals("2026-01-31 23:59:58", TimeText.seconds(millis));
        assertEquals("2026-01-31 23:59:58,007", TimeText.millis(millis));
    }

    private static List<String> printed(TextTable table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
