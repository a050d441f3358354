package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.ask;
import static io.reseat.host.isolation.Realms.probe;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real JNI library with a static counter, compiled by the machine's C compiler. */
final class NativeLibraryTest {
    private static final String C = """
            #include <jni.h>
            static int count = 0;
            JNIEXPORT jint JNICALL Java_probe_Counter_next(JNIEnv *env, jclass type) { return ++count; }
            """;

    private static final String COUNTER = """
            package probe;
            public class Counter {
                static { System.loadLibrary("counter"); }
                public static native int next();
            }
            """;

    @RegisterExtension
    final Realms realms = Realms.thatAreCollected();

    @ParameterizedTest
    @ValueSource(strings = {"", "native/", "META-INF/native/linux-x86_64/", "lib/"})
    void aLibraryInTheJarIsLoadedTwiceWithStaticsOfItsOwn(String place) throws Exception {
        PluginJar plugin = plugin().resource(place + System.mapLibraryName("counter"), compiledLibrary());
        LoaderRealm first = realms.open(plugin);
        LoaderRealm second = realms.open(plugin);
        assertEquals("1", ask(first));
        assertEquals("1", ask(second));
        assertEquals("2", ask(first));
        first.release();
        second.release();
        realms.awaitCollected();
        await().until(() -> scratchDirectories().isEmpty());
    }

    @Test
    void aLibraryInAFolderIsCopiedToo() throws Exception {
        Path folder = Files.createDirectory(realms.directory.resolve("folder"));
        plugin().resource(System.mapLibraryName("counter"), compiledLibrary()).writeFolder(folder);
        LoaderRealm first = realms.openFolder(folder);
        LoaderRealm second = realms.openFolder(folder);
        assertEquals("1", ask(first));
        assertEquals("1", ask(second));
        assertEquals(2, scratchDirectories().size());
        first.release();
        second.release();
    }

    @Test
    void aLibraryThatIsNotThereIsNamed() throws Exception {
        LoaderRealm realm = realms.open(plugin());
        PluginFailure failure = assertThrows(PluginFailure.class, () -> ask(realm));
        assertTrue(failure.detail().contains("no counter in java.library.path"), failure.detail());
        assertEquals(List.of(), scratchDirectories());
        realm.release();
    }

    private static PluginJar plugin() {
        return probe("native", "return String.valueOf(Counter.next());").source("probe.Counter", COUNTER);
    }

    private List<Path> scratchDirectories() throws IOException {
        try (var found = Files.newDirectoryStream(realms.directory, "realm-*")) {
            List<Path> all = new ArrayList<>();
            found.forEach(all::add);
            return all;
        }
    }

    private byte[] compiledLibrary() throws Exception {
        Path include = Path.of(System.getProperty("java.home"), "include");
        assumeTrue(Files.exists(include.resolve("jni.h")), "skipped: this JDK has no jni.h");
        assumeTrue(Files.exists(Path.of("/usr/bin/gcc")), "skipped: this machine has no gcc");
        Path source = Files.writeString(realms.directory.resolve("counter.c"), C);
        Path library = realms.directory.resolve("built.so");
        Process gcc = new ProcessBuilder(
                        "gcc",
                        "-shared",
                        "-fPIC",
                        "-I" + include,
                        "-I" + include.resolve("linux"),
                        "-o",
                        library.toString(),
                        source.toString())
                .inheritIO()
                .start();
        assertTrue(gcc.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, gcc.exitValue());
        return Files.readAllBytes(library);
    }
}
