package io.reseat.host.isolation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one rule for what a plugin sees, for classes, resources and services: the platform, the host's shared packages,
 * and its own files. Immutable.
 *
 * <p>Packages are named one by one: {@code org.slf4j.simple} or {@code org.slf4j.impl} are no part of the SLF4J API, so
 * a plugin that carries them gets its own. A class of a shared package comes from the host or not at all; a mixture of
 * two copies of one package would fail in the strangest places. Service files are never the host's, because the classes
 * that they name could not be loaded.
 */
final class SharedPackages {
    /** For people. */
    static final String NAMES = "io.reseat.api, org.slf4j and com.fasterxml.jackson.annotation";

    /** A class of each library, by which a copy in a plugin is found. */
    static final List<String> MARKERS = List.of(
            "io/reseat/api/TaskFactory.class",
            "org/slf4j/Logger.class",
            "com/fasterxml/jackson/annotation/JsonProperty.class");

    private static final Set<String> SHARED = Set.of(
            "io.reseat.api",
            "org.slf4j",
            "org.slf4j.event",
            "org.slf4j.helpers",
            "org.slf4j.spi",
            "com.fasterxml.jackson.annotation");

    private static final Set<String> PLATFORM = ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toUnmodifiableSet());

    /** Where a class or resource comes from. */
    enum Owner {
        HOST,
        PLATFORM,
        PLUGIN
    }

    private SharedPackages() {}

    static Owner ofClass(String className) {
        int dot = className.lastIndexOf('.');
        return ofPackage(dot < 0 ? "" : className.substring(0, dot));
    }

    /** Files outside the shared packages may be in the platform and in the plugin: both are asked, in that order. */
    static boolean isSharedResource(String path) {
        return path.indexOf('/') > 0 && SHARED.contains(packageOf(path));
    }

    /** The package of a class file's path. */
    static String packageOf(String classFile) {
        return classFile.substring(0, classFile.lastIndexOf('/')).replace('/', '.');
    }

    private static Owner ofPackage(String packageName) {
        if (SHARED.contains(packageName)) {
            return Owner.HOST;
        }
        return PLATFORM.contains(packageName) ? Owner.PLATFORM : Owner.PLUGIN;
    }
}
