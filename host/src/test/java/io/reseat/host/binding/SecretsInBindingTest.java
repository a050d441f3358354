package io.reseat.host.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.Secret;
import io.reseat.api.SecretValue;
import io.reseat.host.model.ShownConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsInBindingTest {
    @TempDir
    Path home;

    private ConfigText config;

    @BeforeEach
    void makeBinder() {
        config = new ConfigText(home, Map.of("TOKEN", "tok-4711"));
    }

    record Db(String user, @Secret String password, int poolSize) {}

    record Login(SecretValue pinCode, Optional<SecretValue> old, List<Db> dbs, Map<String, Db> byName, Db db) {}

    @Test
    void secretKeysAreFoundHoweverDeepTheyLieInEverySpelling() {
        assertEquals(
                Set.of(
                        "pin-code",
                        "pinCode",
                        "old",
                        "dbs.*.password",
                        "by-name.*.password",
                        "byName.*.password",
                        "db.password"),
                config.binder().secretKeys(Login.class));
    }

    @Test
    void theShownConfigHasAMaskInPlaceOfASecret() {
        String shown = ShownConfig.of(
                config.tree(
                        "pinCode: 1234",
                        "dbs: [{ user: a, password: aa }, { password: bb }]",
                        "by-name: { x: { user: b, password: [c, c] } }",
                        "db: { user: d, password: dd, pool-size: 5 }"),
                config.binder().secretKeys(Login.class));
        assertEquals("""
                pinCode: "******"
                dbs:
                  - user: a
                    password: "******"
                  - password: "******"
                by-name:
                  x:
                    user: b
                    password: "******"
                db:
                  user: d
                  password: "******"
                  pool-size: 5
                """, shown);
    }

    record Nested(@Secret String key, List<Nested> children) {}

    sealed interface Auth permits Basic, Anonymous {}

    record Basic(String user, @Secret String password) implements Auth {}

    record Anonymous() implements Auth {}

    record WithAuth(Auth auth, @Secret List<String> keys) {}

    @Test
    void whereATypeContainsItselfAllBelowItIsHidden() {
        assertEquals(Set.of("key", "children.*"), config.binder().secretKeys(Nested.class));
    }

    @Test
    void theSecretsOfEachRecordOfASealedTypeAreHidden() {
        assertEquals(Set.of("auth.password", "keys"), config.binder().secretKeys(WithAuth.class));
    }

    record Loud(@Secret String password, @Secret int number, String url) {
        Loud {
            throw new IllegalArgumentException("cannot log in with " + password + " (" + number + ") at " + url);
        }
    }

    @Test
    void aConstructorThatShowsASecretIsCutShort() throws IOException {
        Files.writeString(home.resolve("url"), "http://me:hunter2@host/\n");
        assertEquals(
                List.of("t.yaml:4:3: cannot log in with ****** (******) at ${file:url}"),
                config.problems(Loud.class, "password: opensesame", "number: 42", "url: ${file:url}"));
    }

    @Test
    void aVariableIsShownByItsName() {
        assertEquals(
                List.of("t.yaml:4:3: cannot log in with ****** (******) at http://${TOKEN}"),
                config.problems(Loud.class, "password: ${TOKEN}", "number: 42", "url: http://${TOKEN}"));
    }

    record Numbers(@Secret int pin, int port, List<Integer> list) {}

    @Test
    void aSecretOfTheWrongTypeIsNotShown() {
        List<String> problems = config.problems(Numbers.class, "pin: 12ab34", "port: ${TOKEN}", "list: [ '${TOKEN}' ]");
        assertEquals(
                List.of(
                        "t.yaml:4:8: 'pin': '******' is no whole number (or a size such as 64MiB)",
                        "t.yaml:5:9: 'port': '${TOKEN}' is no whole number (or a size such as 64MiB)",
                        "t.yaml:6:11: 'list[0]': '${TOKEN}' is no whole number (or a size such as 64MiB)"),
                problems);
    }

    static final class Plain {
        @Secret
        public String key = "";

        public int port;
    }

    record WithPlain(Plain plain) {}

    @Test
    void aClassWithASecretInItIsHiddenWhole() {
        assertEquals(Set.of("plain"), config.binder().secretKeys(WithPlain.class));
        List<String> problems = config.problems(WithPlain.class, "plain: { key: '${TOKEN}', port: '${TOKEN}' }");
        assertTrue(problems.stream().noneMatch(problem -> problem.contains("4711")), problems.toString());
    }
}
