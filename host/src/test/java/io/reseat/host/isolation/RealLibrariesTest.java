package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.ask;
import static io.reseat.host.isolation.Realms.probe;
import static io.reseat.host.isolation.Realms.probeSource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.testing.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plugins that carry real libraries, in versions of their own. */
final class RealLibrariesTest {
    private static final Path LIBRARIES = Path.of("target", "test-libs");

    @RegisterExtension
    final Realms realms = Realms.thatAreCollected();

    /** Guava 20 has {@code Objects.firstNonNull}, which 21 removed; 33 has {@code ImmutableList.toImmutableList}. */
    @Test
    void twoVersionsOfGuavaWorkInOneHost() throws Exception {
        LoaderRealm old = realms.open(probe("old", """
                        return com.google.common.base.Objects.firstNonNull(null, "twenty")
                                + com.google.common.collect.ImmutableList.of(1, 2);
                        """).including(library("guava-20.0.jar")));
        LoaderRealm young = realms.open(probe("young", """
                        return java.util.stream.Stream.of(3, 4)
                                .collect(com.google.common.collect.ImmutableList.toImmutableList()).toString()
                                + com.google.common.util.concurrent.Futures.immediateFuture(33).get();
                        """)
                .including(library("guava-33.4.8-jre.jar"))
                .including(library("failureaccess-1.0.3.jar")));
        assertEquals("twenty[1, 2]", ask(old));
        assertEquals("[3, 4]33", ask(young));
        assertEquals("twenty[1, 2]", ask(old));
        old.release();
        young.release();
    }

    @Test
    void aPluginUsesItsOwnJacksonWithTheHostsAnnotations() throws Exception {
        Path folder =
                Files.createDirectories(realms.directory.resolve("jackson/lib")).getParent();
        for (String name : List.of("databind", "core", "annotations")) {
            String jar = "jackson-" + name + "-2.17.3.jar";
            Files.copy(library(jar), folder.resolve("lib").resolve(jar));
        }
        String point = """
                package probe;
                import com.fasterxml.jackson.annotation.JsonProperty;
                public class Point { @JsonProperty("across") public int x = 3; }
                """;
        probe("jackson", "return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(new Point());")
                .source("probe.Point", point)
                .compileAgainst(library("jackson-databind-2.17.3.jar"))
                .compileAgainst(library("jackson-core-2.17.3.jar"))
                .compileAgainst(library("jackson-annotations-2.17.3.jar"))
                .writeFolder(folder);
        LoaderRealm realm = realms.openFolder(folder);
        assertEquals("{\"across\":3}", ask(realm));
        assertEquals(1, realm.warnings().size());
        assertTrue(realm.warnings().get(0).contains("its own copy of com.fasterxml.jackson.annotation"));
        realm.release();
    }

    @Test
    void aPluginsOwnSlf4jBindingDisturbsNeitherItsLogsNorTheHosts() throws Exception {
        LoaderRealm realm = realms.open(probe("logging", """
                        return org.slf4j.LoggerFactory.getLogger("x").getClass().getName() + " "
                                + org.slf4j.simple.SimpleLogger.class.getClassLoader().getName() + " "
                                + java.util.ServiceLoader.load(org.slf4j.spi.SLF4JServiceProvider.class).stream().count();
                        """)
                .including(library("slf4j-simple-2.0.16.jar"))
                .including(library("slf4j-api-2.0.16.jar")));
        assertEquals("ch.qos.logback.classic.Logger " + realm.name() + " 1", ask(realm));
        realm.release();
    }

    @Test
    void aPluginsOwnCopyOfTheApiIsIgnoredAndTold() throws Exception {
        PluginJar plugin = probe("copy", "return io.reseat.api.Task.class.getClassLoader().toString();")
                .source("probe.ProbeFactory", probeSource("return \"the shared API \" + new Other();"))
                .source("probe.Other", "package probe; class Other { public String toString() { return \"works\"; } }")
                .resource("io/reseat/api/TaskFactory.class", new byte[] {1, 2, 3})
                .resource("io/reseat/api/Extra.class", new byte[] {1, 2, 3});
        LoaderRealm realm = realms.open(plugin);
        assertEquals("the shared API works", ask(realm));
        assertTrue(realm.warnings().get(0).contains("its own copy of io.reseat.api: it is ignored"));
        realm.release();
    }

    private static Path library(String name) {
        return LIBRARIES.resolve(name);
    }
}
