package io.reseat.host.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.isolation.SharedPackages.Owner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SharedPackagesTest {
    @ParameterizedTest
    @CsvSource({
        "io.reseat.api.Task, HOST",
        "io.reseat.apis.Task, PLUGIN",
        "io.reseat.host.model.TaskName, PLUGIN",
        "org.slf4j.Logger, HOST",
        "org.slf4j.spi.SLF4JServiceProvider, HOST",
        "org.slf4j.simple.SimpleLogger, PLUGIN",
        "org.slf4j.impl.StaticLoggerBinder, PLUGIN",
        "com.fasterxml.jackson.annotation.JsonProperty, HOST",
        "com.fasterxml.jackson.databind.ObjectMapper, PLUGIN",
        "tools.jackson.databind.ObjectMapper, PLUGIN",
        "java.lang.String, PLATFORM",
        "java.sql.Driver, PLATFORM",
        "NoPackage, PLUGIN"
    })
    void aClassBelongsToOne(String className, Owner owner) {
        assertEquals(owner, SharedPackages.ofClass(className));
    }

    @ParameterizedTest
    @ValueSource(strings = {"io/reseat/api/Task.class", "org/slf4j/any.properties"})
    void aResourceOfASharedPackageIsTheHosts(String path) {
        assertTrue(SharedPackages.isSharedResource(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
                "META-INF/services/io.reseat.api.TaskFactory",
                "META-INF/MANIFEST.MF",
                "io/reseat/api",
                "logback.xml",
                "org/slf4j/simple/SimpleLogger.class"
            })
    void everyOtherResourceIsNot(String path) {
        assertFalse(SharedPackages.isSharedResource(path));
    }
}
