package io.apogeemq.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link TagExpression} and {@link TagHash}. */
class TagExpressionTest {

    @Test
    void readsTagsAndTheirHashes() {
        TagExpression expression = TagExpression.parse(" TagB||TagA  ||  TagA ");

        assertEquals(List.of("TagB", "TagA"), expression.tags());
        assertArrayEquals(new int[] {2598919, 2598920}, expression.codes());
        assertEquals("TagB || TagA", expression.toString());
        assertTrue(expression.matchesTag("TagA"));
        assertFalse(expression.matchesTag("TagC"));
        assertFalse(expression.matchesCode(TagHash.NO_TAG));
    }

    @Test
    void equalHashesOfDifferentTagsAreToldApartByTheText() {
        TagExpression expression = TagExpression.parse("BB");

        assertTrue(expression.matchesCode(TagHash.of("Aa")));
        assertFalse(expression.matchesTag("Aa"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "*", " * "})
    void starAndNothingMatchAll(String text) {
        assertTrue(TagExpression.parse(text).matchesAll());
        assertTrue(TagExpression.parse(text).matchesCode(TagHash.NO_TAG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"||", " || ", "|| ||"})
    void separatorsAloneAreAnErrorOfTheCaller(String text) {
        MqException e = assertThrows(MqException.class, () -> TagExpression.parse(text));

        assertEquals(ErrorCategory.CALLER, e.category());
        assertTrue(e.getMessage().contains("'" + text + "'"));
    }

    @Property
    void theHashOfTheBytesIsTheHashOfTheText(@ForAll String tag) {
        byte[] bytes = tag.getBytes(UTF_8);

        String asStored = new String(bytes, UTF_8);
        assertEquals(asStored.hashCode(), TagHash.of(bytes, 0, bytes.length));
    }
}
