package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    void theLimitCountsJustTheBytesOfTheJson() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "plain \"quoted\" \\ \n\r\t\b\f \u0001 \u007f \u00e9 \u2603 \ud83d\ude00");
        values.put("numbers", List.of(0, -1, Long.MIN_VALUE, 1.5, -2.5e-300, 1e21f));
        values.put("truths", List.of(true, false, Map.of(), List.of()));
        values.put("nothing", null);
        values.put("m\u00e4p", Map.of("a", Map.of("b", List.of(List.of(1L)))));
        int bytes = Json.write(JsonValues.copyOf(values)).length - 1; // a line end follows it
        JsonValues.copyOf(values, bytes);
        assertThrows(IllegalArgumentException.class, () -> JsonValues.copyOf(values, bytes - 1));
    }

    @Test
    void aStateThatIsTooLargeIsRefusedWithTheLimitAndTheRemedy() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> JsonValues.copyOf(Map.of("a", Map.of("text", "\u2603".repeat(342))), 1 << 10))
                .getMessage();
        assertEquals(
                "the state takes 1.0 KiB as JSON, and limits.state in conf/reseat.yaml is 1KiB; the state's 'a.text' goes"
                        + " beyond it: keep what is large in dataDirectory(), or raise limits.state, which applies at once",
                message);
    }

    @Test
    void howLargeItIsIsCountedToTheEndAndNotMuchFurther() {
        Map<String, Object> state = Map.of("list", java.util.Collections.nCopies(50, "x".repeat(1000)));
        assertTrue(tooLarge(state, 1 << 10).startsWith("the state takes 49.0 KiB as JSON"), tooLarge(state, 1 << 10));
        assertTrue(tooLarge(state, 1 << 10).contains("the state's 'list[1]' goes beyond it"));
        Map<String, Object> endless = Map.of("list", java.util.Collections.nCopies(Integer.MAX_VALUE, "x"));
        assertTrue(tooLarge(endless, 1 << 10).startsWith("the state takes more than 64.0 KiB as JSON"));
    }

    private static String tooLarge(Map<String, Object> values, long most) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> JsonValues.copyOf(values, most))
                .getMessage());
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
