package io.reseat.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.host.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ConfigDigestsTest {
    @Test
    void aKeyIsAppliedAsHmacDoes() throws Exception {
        Random random = new Random(7);
        for (int length : new int[] {1, 20, 32, 64}) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            byte[] content = ("content of " + length).getBytes(StandardCharsets.UTF_8);
            Mac reference = Mac.getInstance("HmacSHA256");
            reference.init(new SecretKeySpec(key, "HmacSHA256"));
            assertEquals(Digest.ofRaw(reference.doFinal(content)), new ConfigDigests(key).of(content));
        }
    }

    @Test
    void theExampleOfRfc4231IsMet() {
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                new ConfigDigests("Jefe".getBytes(StandardCharsets.UTF_8))
                        .of("what do ya want for nothing?".getBytes(StandardCharsets.UTF_8))
                        .hex());
    }
}
