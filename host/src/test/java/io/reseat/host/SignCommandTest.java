package io.reseat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.store.Signing;
import io.reseat.host.store.Trust;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignCommandTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int sign(Object... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "sign";
        for (int i = 0; i < arguments.length; i++) {
            all[i + 1] = arguments[i].toString();
        }
        return Main.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private Path plugin(String name) throws IOException {
        return Files.writeString(temp.resolve(name), "content of " + name);
    }

    @Test
    void whatANewKeySignsIsTrustedByItsPrintedLine() throws Exception {
        Path key = temp.resolve("key.pem");
        Path plugin = plugin("a.jar");
        assertEquals(0, sign("--new-key", key), err.toString());
        Trust trust = Trust.of(List.of(out.toString().strip()));
        assertEquals(0, sign("--key", key, plugin), err.toString());
        assertTrue(out.toString().contains("signed: " + temp.resolve("a.jar.sig")), out.toString());
        assertTrue(!Signing.verify(plugin, trust).isEmpty());
    }

    @Test
    void aKeyThatExistsIsNeverWrittenOver() throws Exception {
        Path key = Files.writeString(temp.resolve("key.pem"), "precious");
        assertEquals(1, sign("--new-key", key));
        assertEquals(
                "reseat sign: " + key + " exists already and was left as it is",
                err.toString().strip());
        assertEquals("precious", Files.readString(key));
    }

    @Test
    void aPluginOrKeyThatIsNotThereIsNamed() throws Exception {
        assertEquals(1, sign("--key", temp.resolve("none.pem"), plugin("a.jar")));
        assertTrue(err.toString().contains(temp.resolve("none.pem").toString()), err.toString());
    }

    @Test
    void itIsWrongUsageToSignNothingOrWithoutAKey() throws Exception {
        assertEquals(2, sign("--key", temp.resolve("key.pem")));
        assertEquals(2, sign(plugin("a.jar")));
        assertEquals(2, sign("--key", "a", "--new-key", "b"));
    }
}
