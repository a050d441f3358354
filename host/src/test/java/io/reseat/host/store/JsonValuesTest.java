package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonValuesTest {
    private enum Mood {
        GOOD
    }

    @Test
    void numbersArriveAsLongAndDouble() {
        Map<String, Object> copy = JsonValues.copyOf(Map.of(
                "int", 1, "short", (short) 2, "byte", (byte) 3, "long", Long.MIN_VALUE, "float", 0.5f, "double", 2.0));
        assertEquals(
                Map.of("int", 1L, "short", 2L, "byte", 3L, "long", Long.MIN_VALUE, "float", 0.5, "double", 2.0), copy);
    }

    @Test
    void nothingOfTheOriginalIsInTheCopy() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Map<String, Object> map = new HashMap<>(Map.of("list", list));
        Map<String, Object> copy = JsonValues.copyOf(map);
        list.add("b");
        map.put("more", 1);
        assertEquals(Map.of("list", List.of("a")), copy);
        assertThrows(UnsupportedOperationException.class, () -> copy.put("x", "y"));
    }

    @Test
    void aCopyIsWrittenAndReadWithoutChange() throws IOException {
        Map<String, Object> inner = new HashMap<>();
        inner.put("nothing", null);
        inner.put("text", "quote \" line \n snow \u2603 clef \uD834\uDD1E");
        Map<String, Object> copy = JsonValues.copyOf(Map.of(
                "inner",
                inner,
                "list",
                List.of(true, 1, 1.5, List.of(), Map.of()),
                "max",
                Long.MAX_VALUE,
                "whole",
                3.0));
        assertEquals(copy, Json.read(Json.write(copy)));
    }

    static Stream<Object> noJsonValues() {
        return Stream.of(
                Mood.GOOD,
                new Object(),
                BigInteger.TEN,
                'c',
                new int[0],
                Double.NaN,
                Float.POSITIVE_INFINITY,
                "half \uD834");
    }

    @ParameterizedTest
    @MethodSource("noJsonValues")
    void whatJsonDoesNotHaveIsRefusedWithItsPath(Object value) {
        Map<String, Object> values = Map.of("offsets", List.of(1, Map.of("when", value)));
        String message = refusal(values);
        assertTrue(message.startsWith("the state's 'offsets[1].when' "), message);
    }

    @Test
    void aValueOfAPluginsClassIsNamedByItsClassAlone() {
        String message = refusal(Map.of("mood", Mood.GOOD));
        assertTrue(message.contains(Mood.class.getName()), message);
        assertTrue(!message.contains("GOOD"), message);
    }

    @Test
    void keysAreStrings() {
        assertTrue(refusal(Map.of("map", Map.of(1, "one"))).contains("'map' has a key that is no String"));
    }

    @Test
    void aStateOfMoreThanOneMebibyteIsRefused() {
        JsonValues.copyOf(Map.of("text", "x".repeat(JsonValues.MOST_BYTES - 100)));
        assertTrue(refusal(Map.of("text", "x".repeat(JsonValues.MOST_BYTES))).contains("larger than 1 MiB"));
        assertTrue(refusal(Map.of("text", "\u2603".repeat(JsonValues.MOST_BYTES / 3)))
                .contains("larger than 1 MiB"));
    }

    @Test
    void aStateThatHoldsItselfIsRefused() {
        Map<String, Object> circle = new HashMap<>();
        circle.put("self", circle);
        assertTrue(refusal(circle).contains("nested"));
    }

    @Test
    void anythingButOneObjectIsNoFileOfOurs() {
        for (String text :
                List.of("", "[]", "{", "{}x", "{\"a\":1,\"a\":2}", "{\"a\":99999999999999999999}", "{\"a\":")) {
            assertThrows(IOException.class, () -> Json.read(text.getBytes()), text);
        }
    }

    private static String refusal(Map<String, ?> values) {
        return assertThrows(IllegalArgumentException.class, () -> JsonValues.copyOf(values))
                .getMessage();
    }
}
