package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.HealthCheck;
import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.api.TaskFactory;
import io.reseat.host.store.Json;
import io.reseat.host.store.JsonFields;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraitsTest {
    @Test
    void onlyATaskWithAStartOfItsOwnIsAskedToStart() {
        assertFalse(traits(() -> {}).starts());
        assertTrue(traits(new Starting()).starts());
        assertTrue(traits(new Checked()).starts(), "it has that of its superclass");
    }

    @Test
    void onlyATaskWithAHealthCheckIsAskedHowItIs() {
        assertFalse(traits(new Starting()).checks());
        assertTrue(traits(new Checked()).checks());
    }

    @Test
    void whatAChildTellsOfItsGenerationIsWhatTheHostKnows() throws Exception {
        Traits traits = new Traits(true, false, true, 7, false, true, Set.of("b", "a"));
        assertEquals(traits, told(traits));
        Traits others = new Traits(false, true, false, 1, true, false, Set.of());
        assertEquals(others, told(others));
    }

    private static Traits told(Traits traits) throws IOException {
        return Traits.of(new JsonFields(Json.read(Json.write(traits.form()))));
    }

    private static Traits traits(Task task) {
        return Traits.of(new Factory(), task, Set.of());
    }

    private static class Starting implements Task {
        @Override
        public void start() {}

        @Override
        public void run() {}

        @Override
        public void close() {}
    }

    private static final class Checked extends Starting implements HealthCheck {
        @Override
        public void check() {}
    }

    private static final class Factory implements TaskFactory<BuiltTask.None> {
        @Override
        public String type() {
            return "none";
        }

        @Override
        public Class<BuiltTask.None> configType() {
            return BuiltTask.None.class;
        }

        @Override
        public Task create(BuiltTask.None config, TaskContext context) {
            throw new UnsupportedOperationException("nothing is built here");
        }
    }
}
