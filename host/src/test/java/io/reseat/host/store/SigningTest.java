package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Artifact;
import io.reseat.host.store.Staging.Incomplete;
import io.reseat.host.store.Staging.Refused;
import io.reseat.host.store.Staging.Staged;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningTest {
    @TempDir
    Path home;

    private final AtomicLong now = new AtomicLong();
    private Path key;
    private String publicKey;
    private Path jar;

    @BeforeEach
    void keysAndJar() throws IOException {
        key = home.resolve("release.key");
        publicKey = Signing.generate(key);
        jar = Files.write(home.resolve("beat.jar"), Jars.plugin());
    }

    @Test
    void thePrivateKeyIsForItsOwnerAloneAndNeverOverwritten() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertEquals(1, publicKey.lines().count());
        String before = Files.readString(key);
        assertThrows(FileAlreadyExistsException.class, () -> Signing.generate(key));
        assertEquals(before, Files.readString(key));
    }

    @Test
    void aSignedJarIsStagedWhereItsKeyIsTrusted() throws IOException {
        Signing.sign(jar, key);
        Artifact artifact = assertInstanceOf(
                        Staged.class, open(Trust.of(List.of(publicKey))).stage(new LocalSource(jar)))
                .artifact();
        assertEquals("beat@1.2.0", artifact.label());
    }

    @Test
    void anUnsignedJarWaitsAndIsThenRefusedWithTheKeysThatWereTried() throws IOException {
        ArtifactStore store = open(Trust.of(List.of(publicKey)));
        String id = Ed25519.keyId(Base64.getDecoder().decode(publicKey));
        Incomplete incomplete = assertInstanceOf(Incomplete.class, store.stage(new LocalSource(jar)));
        assertTrue(
                incomplete.reason().contains("not signed")
                        && incomplete.reason().contains(id),
                incomplete.reason());
        now.addAndGet(incomplete.again().toNanos());
        Refused refused = assertInstanceOf(Refused.class, store.stage(new LocalSource(jar)));
        String message = refused.problem().message();
        assertTrue(message.contains(id) && message.endsWith("make one with 'reseat sign'"), message);
        Signing.sign(jar, key);
        assertInstanceOf(Staged.class, store.stage(new LocalSource(jar)));
    }

    @Test
    void aSignatureOfAnotherKeyOrAnotherContentIsNotGood() throws IOException {
        ArtifactStore store = open(Trust.of(List.of(publicKey)));
        Path otherKey = home.resolve("other.key");
        Signing.generate(otherKey);
        Signing.sign(jar, otherKey);
        Incomplete incomplete = assertInstanceOf(Incomplete.class, store.stage(new LocalSource(jar)));
        assertTrue(incomplete.reason().contains("not good"), incomplete.reason());
        Signing.sign(jar, key);
        Files.write(jar, Jars.withManifest("Plugin-Id: other"));
        assertInstanceOf(Incomplete.class, store.stage(new LocalSource(jar)));
        Files.writeString(home.resolve("beat.jar.sig"), "\u0000 not base64 \n");
        assertInstanceOf(Incomplete.class, store.stage(new LocalSource(jar)));
    }

    @Test
    void whatWasStagedWithoutTrustIsNotFoundWithIt() throws IOException {
        ArtifactStore store = open(Trust.none());
        Artifact artifact = assertInstanceOf(Staged.class, store.stage(new LocalSource(jar)))
                .artifact();
        store.makeDurable(artifact.digest());
        ArtifactStore strict = open(Trust.of(List.of(publicKey)));
        assertEquals(Optional.empty(), strict.find(artifact.digest()));
        assertInstanceOf(Incomplete.class, strict.stage(new LocalSource(jar)));
        Signing.sign(jar, key);
        assertInstanceOf(Staged.class, strict.stage(new LocalSource(jar)));
        assertEquals(Optional.of(artifact), open(Trust.of(List.of(publicKey))).find(artifact.digest()));
    }

    @Test
    void withTrustAFilesNameDoesNotSayWhichPluginItIs() throws IOException {
        Path unnamed = Files.write(home.resolve("a-1.0.jar"), Jars.withManifest("Plugin-Id: a"));
        assertInstanceOf(Staged.class, open(Trust.none()).stage(new LocalSource(unnamed)));
        Signing.sign(unnamed, key);
        ArtifactStore strict = open(Trust.of(List.of(publicKey)));
        for (String name : List.of("a-1.0.jar", "b-99.jar")) {
            Path renamed = home.resolve(name);
            if (!renamed.equals(unnamed)) {
                Files.move(unnamed, renamed);
                Files.move(home.resolve("a-1.0.jar.sig"), home.resolve(name + ".sig"));
            }
            Refused refused = assertInstanceOf(Refused.class, strict.stage(new LocalSource(renamed)));
            assertTrue(refused.problem().message().contains("set Plugin-Id and Plugin-Version"), refused.toString());
            assertEquals(Optional.empty(), strict.find(refused.digest()));
        }
    }

    @Test
    void aFolderIsSignedAsAWhole() throws IOException {
        Path folder = Files.createDirectory(home.resolve("beat-folder"));
        Files.write(folder.resolve("beat.jar"), Jars.plugin());
        Path signature = Signing.sign(folder, key);
        assertEquals(home.resolve("beat-folder.sig"), signature);
        Trust trust = Trust.of(List.of(publicKey));
        assertInstanceOf(Staged.class, open(trust).stage(new LocalSource(folder)));
        Signing.verify(folder, trust);
        Files.writeString(folder.resolve("added.txt"), "added");
        assertThrows(IOException.class, () -> Signing.verify(folder, trust));
    }

    @Test
    void aKeyMayBeGivenAsRawBytesOrAsX509() throws IOException {
        Signing.sign(jar, key);
        byte[] raw = Base64.getDecoder().decode(publicKey);
        String x509 = Base64.getEncoder().encodeToString(Ed25519.publicKey(raw).getEncoded());
        String pem = "-----BEGIN PUBLIC KEY-----\n" + x509 + "\n-----END PUBLIC KEY-----\n";
        for (String form : List.of(publicKey, x509, pem)) {
            assertEquals(Ed25519.keyId(raw), Signing.verify(jar, Trust.of(List.of(form))));
        }
    }

    @Test
    void whatIsNoKeyIsNamed() {
        for (String form : List.of("", "hello", "AAAA", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")) {
            String message = assertThrows(IllegalArgumentException.class, () -> Trust.of(List.of(form)))
                    .getMessage();
            assertTrue(message.contains("no Ed25519 public key"), message);
        }
        assertFalse(Trust.of(List.of()).required());
        assertTrue(Trust.of(List.of(publicKey)).required());
    }

    @Test
    void aKeyFileThatIsNoneIsNamed() throws IOException {
        Path wrong = Files.writeString(home.resolve("wrong.key"), "nothing");
        String message =
                assertThrows(IOException.class, () -> Signing.sign(jar, wrong)).getMessage();
        assertTrue(message.contains("wrong.key"), message);
    }

    private ArtifactStore open(Trust trust) throws IOException {
        return ArtifactStore.open(home.resolve("store"), trust, now::get);
    }
}
