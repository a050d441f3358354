package io.reseat.host.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginJarTest {
    private static final String FACTORY = """
            package demo;
            import io.reseat.api.*;
            public final class DemoFactory implements TaskFactory<DemoFactory.Config> {
                public record Config(String message) {}
                @Override public String type() { return "demo"; }
                @Override public Class<Config> configType() { return Config.class; }
                @Override public Task create(Config config, TaskContext context) { return () -> {}; }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void aJarHoldsItsManifestServicesClassesAndResources() throws IOException {
        Path file = demo().writeTo(directory.resolve("demo.jar"));
        try (JarFile jar = new JarFile(file.toFile())) {
            assertEquals("demo", jar.getManifest().getMainAttributes().getValue("Plugin-Id"));
            assertEquals("1.2.0", jar.getManifest().getMainAttributes().getValue("Plugin-Version"));
            assertNotNull(jar.getEntry("META-INF/services/io.reseat.api.TaskFactory"));
            assertNotNull(jar.getEntry("demo/DemoFactory.class"));
            assertNotNull(jar.getEntry("demo/DemoFactory$Config.class"));
            assertEquals(
                    "hello",
                    new String(jar.getInputStream(jar.getEntry("greeting.txt")).readAllBytes()));
        }
    }

    @Test
    void theSameCallsGiveTheSameBytes() {
        assertArrayEquals(demo().toBytes(), demo().toBytes());
    }

    @Test
    void aFolderHoldsTheSameEntries() {
        Path folder = demo().writeFolder(directory.resolve("demo"));
        assertTrue(Files.isRegularFile(folder.resolve("demo/DemoFactory.class")));
    }

    private static PluginJar demo() {
        return PluginJar.named("demo")
                .version("1.2.0")
                .source("demo.DemoFactory", FACTORY)
                .factory("demo.DemoFactory")
                .resource("greeting.txt", "hello");
    }
}
