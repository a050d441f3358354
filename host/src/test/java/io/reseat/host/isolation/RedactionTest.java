package io.reseat.host.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RedactionTest {
    private static final String KEY = "-----BEGIN KEY-----\nMIIEvgIBADANBgkq\nab\n-----END KEY-----";

    @Test
    void aLongSecretIsTakenOutWhereverItStands() {
        Redaction redaction = Redaction.of(Map.of("correct horse", "${file:pw}"));
        assertEquals("x${file:pw}y ${file:pw}", redaction.clean("xcorrect horsey correct horse"));
    }

    @Test
    void aShortSecretIsTakenOutWhereItStandsAloneAndNotWithinAWord() {
        Redaction redaction = Redaction.of(Map.of("test", "******"));
        assertEquals(
                "password '******' of a tester: ******@host",
                redaction.clean("password 'test' of a tester: test@host"));
    }

    @Test
    void whatIsTooShortToBeASecretIsLeft() {
        assertEquals(
                "an abc of a",
                Redaction.of(Map.of("a", "***", "abc", "***", "", "***")).clean("an abc of a"));
    }

    @Test
    void eachLongerLineOfASecretIsTakenOutByItself() {
        Redaction redaction = Redaction.of(Map.of(KEY, "${file:key}"));
        assertEquals("no key: ${file:key}", redaction.clean("no key: " + KEY));
        assertEquals("bad line ${file:key} after ab", redaction.clean("bad line MIIEvgIBADANBgkq after ab"));
    }

    @Test
    void theLongerOfTwoSecretsGoesFirst() {
        Redaction redaction = Redaction.of(Map.of("horse-battery", "${A}", "correct-horse-battery", "${B}"));
        assertEquals("${B} ${A}", redaction.clean("correct-horse-battery horse-battery"));
    }

    @Test
    void causesSuppressedOnesAndTheTextOfTheThrowableItselfAreClean() {
        Exception thrown = new Exception("outer hunter2-hunter2", new Exception("cause hunter2-hunter2")) {
            @Override
            public String toString() {
                return "itself hunter2-hunter2";
            }
        };
        thrown.addSuppressed(new Exception("suppressed hunter2-hunter2"));
        PluginFailure failure = PluginFailure.of("run", thrown, Redaction.of(Map.of("hunter2-hunter2", "******")));
        assertEquals(RedactionTest.class.getName() + "$1: outer ******", failure.detail());
        assertFalse((failure.getMessage() + failure.stack()).contains("hunter2"), failure.stack());
        assertTrue(failure.stack().startsWith("itself ******"), failure.stack());
        assertTrue(failure.stack().contains("cause ******"), failure.stack());
        assertTrue(failure.stack().contains("suppressed ******"), failure.stack());
    }

    @Test
    void noPieceOfASecretIsLeftWhereATextIsCut() {
        String secret = "0123456789".repeat(10);
        Redaction redaction = Redaction.of(Map.of(secret, "******"));
        for (int before = 2 * 1024 - 120; before < 2 * 1024 + 20; before++) {
            String text = failing("x".repeat(before) + secret + "y".repeat(99), redaction);
            assertFalse(text.contains("0123"), text);
        }
        String many = failing((secret + " ").repeat(1000), redaction);
        assertFalse(many.contains("0123"), many);
    }

    private static String failing(String message, Redaction redaction) {
        PluginFailure failure = PluginFailure.of("run", new Exception(message), redaction);
        return failure.detail() + failure.stack();
    }
}
