package io.reseat.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real JARs, run by the bare loop in a process of its own. */
final class PulseJarTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void theBareLoopRunsEachNewJarAndEachNewConfig() throws Exception {
        try (Lab lab = new Lab(folder, Effort.QUICK);
                Subject bare = lab.bare(home(lab)).awaitTasks(1)) {
            Change jar = bare.home().newJar(new PulseJar("pulse", Home.newMarker(), ClassFarm.grow(3), 1000));
            jar.publish();
            Pulse first = bare.pulses().await(jar.marker(), PATIENCE);
            assertEquals(jar.marker(), first.jar());
            assertTrue(first.whole());

            Change config = bare.home().newConfig("t0", TaskFile.DEFAULT);
            config.publish();
            Pulse second = bare.pulses().await(config.marker(), PATIENCE);
            assertEquals(jar.marker(), second.jar(), "a new config runs the JAR that is there");
        }
    }

    @Test
    void aClassThatIsMissingInTheJarRunsNoCycle() throws Exception {
        try (Lab lab = new Lab(folder, Effort.QUICK);
                Subject bare = lab.bare(home(lab)).awaitTasks(1)) {
            Map<String, byte[]> wrong = Map.of("farm/Other.class", new byte[10]);
            Change jar = bare.home().newJar(new PulseJar("pulse", Home.newMarker(), wrong, 0));
            jar.publish();
            assertFalse(bare.pulses().find(jar.marker(), Duration.ofSeconds(1)).isPresent());
        }
    }

    @Test
    void aPayloadThatWasChangedIsSeen() throws Exception {
        PulseJar whole = new PulseJar("pulse", 1, Map.of(), 1000);
        PulseJar other = new PulseJar("pulse", 2, Map.of(), 1000);
        byte[] mixed = MixedJar.codeOf(whole, other);
        try (Lab lab = new Lab(folder, Effort.QUICK)) {
            Home home = home(lab);
            Files.write(home.jarFile("pulse"), mixed);
            try (Subject bare = lab.bare(home).awaitTasks(1)) {
                assertEquals(1, bare.pulses().torn());
            }
        }
    }

    private static Home home(Lab lab) throws Exception {
        return lab.newHome("test")
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .task("t0", TaskFile.DEFAULT);
    }
}
