package io.reseat.host.binding;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.TaskFactory;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Binds records whose classes come from a loader of their own. */
class BinderLeakTest {
    private static final String CONFIG = """
            package p;
            import java.util.*;
            public record Config(String message, Speed speed, Target target, List<Point> points, Other other, int n) {
                public enum Speed { SLOW, FAST { @Override public String toString() { return "f"; } } }
                public sealed interface Target permits Http, Nowhere {}
                public record Http(String url) implements Target {}
                public record Nowhere() implements Target {}
                public record Point(int x, Optional<Integer> y) {}
                public static class Other { public int value; public Speed speed; public List<Point> more; }
                public Config {
                    if (n < 0) throw new Refusal(message);
                }
                public static class Refusal extends RuntimeException {
                    public final byte[] weight = new byte[1024];
                    Refusal(String message) { super("n of " + message); }
                }
            }
            """;
    private static final String[] GOOD = {
        "message: hi",
        "speed: fast",
        "target: { type: http, url: x }",
        "points: [{ x: 1 }, { x: 2, y: 3 }]",
        "other: { value: 5, speed: SLOW, more: [{ x: 1 }] }",
        "n: 1"
    };

    @TempDir
    Path home;

    private ConfigText config;
    private Path jar;

    @BeforeEach
    void compilePlugin() {
        config = new ConfigText(home, Map.of());
        jar = PluginJar.named("p").source("p.Config", CONFIG).writeTo(home.resolve("p.jar"));
    }

    @Test
    void aLoaderIsCollectedOnceItsBinderIsDropped() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            loaders.add(bindInOwnLoader());
        }
        await().until(() -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.get() == null);
        });
    }

    @Test
    void aRefusalKeepsNoObjectOfThePlugin() throws Exception {
        List<BindingException> kept = new ArrayList<>();
        WeakReference<ClassLoader> loader = refuseInOwnLoader(kept);
        await().until(() -> {
            System.gc();
            return loader.get() == null;
        });
        assertEquals("t.yaml:4:3: n of hi", kept.get(0).getMessage());
        assertEquals(null, kept.get(0).getCause());
        assertEquals(0, kept.get(0).getSuppressed().length);
    }

    @Test
    void aPluginThatCarriesJacksonsAnnotationsIsToldSo() throws Exception {
        Path carrier = PluginJar.named("c")
                .source("com.fasterxml.jackson.annotation.JsonProperty", """
                        package com.fasterxml.jackson.annotation;
                        import java.lang.annotation.*;
                        @Retention(RetentionPolicy.RUNTIME)
                        public @interface JsonProperty { String value(); }
                        """)
                .source("p.Config", """
                        package p;
                        public record Config(@com.fasterxml.jackson.annotation.JsonProperty("a") int b) {}
                        """)
                .writeTo(home.resolve("c.jar"));
        try (URLClassLoader loader = loader(carrier)) {
            assertEquals(
                    List.of("t.yaml:4:3: the config type of the plugin cannot be used: the record p.Config cannot be"
                            + " used: the annotation @JsonProperty of 'b' is a copy that the plugin carries; leave"
                            + " jackson-annotations out of the plugin, the host has it"),
                    config.problems(loader.loadClass("p.Config"), "a: 1"));
        }
    }

    @Test
    void aRecordWhoseClassesAreMissingIsAProblemLikeAnother() throws Exception {
        Path library = PluginJar.named("lib")
                .source("lib.Gone", "package lib; public record Gone(int a) {}")
                .writeTo(home.resolve("lib.jar"));
        Path user = PluginJar.named("u")
                .compileAgainst(library)
                .source("p.Config", "package p; public record Config(lib.Gone gone) {}")
                .writeTo(home.resolve("u.jar"));
        try (URLClassLoader loader = loader(user)) {
            List<String> problems = config.problems(loader.loadClass("p.Config"), "gone: { a: 1 }");
            assertEquals(1, problems.size());
            assertTrue(problems.get(0).contains("lib/Gone") || problems.get(0).contains("lib.Gone"), problems.get(0));
        }
    }

    private WeakReference<ClassLoader> bindInOwnLoader() throws Exception {
        try (URLClassLoader loader = loader(jar)) {
            Binder binder = new Binder(home);
            Class<?> type = loader.loadClass("p.Config");
            assertTrue(binder.bind(config.tree(GOOD), type).toString().contains("speed=f"));
            assertEquals(0, binder.secretKeys(type).size());
            return new WeakReference<>(loader);
        }
    }

    private WeakReference<ClassLoader> refuseInOwnLoader(List<BindingException> kept) throws Exception {
        try (URLClassLoader loader = loader(jar)) {
            Class<?> type = loader.loadClass("p.Config");
            BindingException refusal = assertThrows(
                    BindingException.class, () -> new Binder(home).bind(config.tree("message: hi", "n: -1"), type));
            kept.add(refusal);
            return new WeakReference<>(loader);
        }
    }

    private static URLClassLoader loader(Path jar) throws IOException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, TaskFactory.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                boolean own = name.startsWith("p.") || findResource(name.replace('.', '/') + ".class") != null;
                synchronized (getClassLoadingLock(name)) {
                    Class<?> known = findLoadedClass(name);
                    return known != null ? known : own ? findClass(name) : super.loadClass(name, resolve);
                }
            }
        };
    }
}
