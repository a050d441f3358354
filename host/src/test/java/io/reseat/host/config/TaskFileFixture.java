package io.reseat.host.config;

import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses texts as task files in a home of the test. */
final class TaskFileFixture {
    static final TaskName NAME = new TaskName("t");

    final Map<String, String> environment = new HashMap<>();
    final TaskFiles files;

    TaskFileFixture(Path home) {
        this.files = new TaskFiles(environment::get, new byte[32], home);
    }

    Parsed<TaskSpec> yaml(String text) {
        return files.parse("t.yaml", NAME, text.getBytes(StandardCharsets.UTF_8));
    }

    Parsed<TaskSpec> json(String text) {
        return files.parse("t.json", NAME, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The spec of a good file whose {@code config:} has these lines. */
    TaskSpec good(String... lines) {
        Parsed<TaskSpec> parsed = yaml(withConfig(lines));
        return parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
    }

    /** The problems of a file whose {@code config:}, which begins in line 4, has these lines. */
    List<String> problems(String... configLines) {
        return problemsOf(withConfig(configLines));
    }

    List<String> problemsOf(String yaml) {
        return yaml(yaml).problems().stream().map(Problem::toString).toList();
    }

    private static String withConfig(String... lines) {
        return "plugin: p\nschedule: once\nconfig:\n  " + String.join("\n  ", lines) + "\n";
    }
}
