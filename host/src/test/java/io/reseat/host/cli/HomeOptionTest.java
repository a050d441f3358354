package io.reseat.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HomeOptionTest {
    @AfterEach
    void forgetDistribution() {
        System.clearProperty(HomeOption.DISTRIBUTION);
    }

    private static HomeOption parsed(String... arguments) {
        HomeOption option = new HomeOption();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(option)).parseArgs(arguments);
        return option;
    }

    @Test
    void theOptionWinsOverTheEnvironmentAndThatOverTheDistribution() {
        System.setProperty(HomeOption.DISTRIBUTION, "/opt/reseat");
        assertEquals(Path.of("/a"), parsed("--home", "/a").home(name -> "/b"));
        assertEquals(Path.of("/b"), parsed().home(name -> "/b"));
        assertEquals(Path.of("/opt/reseat"), parsed().home(name -> null));
    }

    @Test
    void withoutAnyTheHomeIsTheCurrentDirectory() {
        assertEquals(Path.of("").toAbsolutePath(), parsed().home(name -> " ").toAbsolutePath());
    }
}
