package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

/** A self-signed certificate for {@code jarsigner}, made with the JDK's own tool. */
final class SigningIdentity {
    private static final String PASSWORD = "changeit";

    private SigningIdentity() {}

    static KeyStore.PrivateKeyEntry make(Path folder) throws Exception {
        Path file = folder.resolve("signer.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "signer",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=Test",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertEquals(0, process.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return (KeyStore.PrivateKeyEntry)
                keys.getEntry("signer", new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
    }
}
