package io.apogeemq.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every promise of {@code docs/guarantees.md} names tests, and every test it names exists. */
class GuaranteesTest {
    private static final Path GUARANTEES =
            Path.of("..", "docs", "guarantees.md").toAbsolutePath().normalize();
    private static final Pattern TEST_LINK =
            Pattern.compile("\\[`(\\w+)#(\\w+)`]\\(([^)]+/(\\w+)\\.java)\\)");

    @Test
    void nameATestForEveryPromise() throws IOException {
        List<String> promises = promises();

        assertFalse(promises.isEmpty());
        assertEquals(
                List.of(), promises.stream().filter(p -> !TEST_LINK.matcher(p).find()).toList());
    }

    @Test
    void nameTestsThatExist() throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher links = TEST_LINK.matcher(Files.readString(GUARANTEES));
        while (links.find()) {
            if (!isTest(GUARANTEES.resolveSibling(links.group(3)), links.group(2))
                    || !links.group(1).equals(links.group(4))) {
                missing.add(links.group());
            }
        }

        assertEquals(List.of(), missing);
    }

    /** Items of lists, each with the lines it goes on over. */
    private static List<String> promises() throws IOException {
        List<String> promises = new ArrayList<>();
        StringBuilder promise = new StringBuilder();
        for (String line : Files.readAllLines(GUARANTEES)) {
            if (!line.startsWith("  ") && !promise.isEmpty()) {
                promises.add(promise.toString());
                promise.setLength(0);
            }
            if (line.startsWith("- ") || !promise.isEmpty()) {
                promise.append(line).append('\n');
            }
        }
        if (!promise.isEmpty()) {
            promises.add(promise.toString());
        }
        return promises;
    }

    private static boolean isTest(Path file, String method) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        Pattern declared =
                Pattern.compile(
                        "@(Test|Property|ParameterizedTest|RepeatedTest)\\b(?:(?!void ).)*void "
                                + method
                                + "\\(",
                        Pattern.DOTALL);
        return declared.matcher(Files.readString(file)).find();
    }
}
