package io.reseat.host.binding;

import io.reseat.host.config.Parsed;
import io.reseat.host.config.TaskFiles;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes config trees of text, as the host does, and binds them. */
final class ConfigText {
    private final TaskFiles files;
    private final Binder binder;

    ConfigText(Path home, Map<String, String> environment) {
        this.files = new TaskFiles(environment::get, new byte[32], home);
        this.binder = new Binder(home);
    }

    Binder binder() {
        return binder;
    }

    /** The tree of these lines; the first one is line 4 of {@code t.yaml}, the first column is 3. */
    ConfigNode.Mapping tree(String... lines) {
        String yaml = "plugin: p\nschedule: once\nconfig:\n  " + String.join("\n  ", lines) + "\n";
        Parsed<TaskSpec> parsed = files.parse("t.yaml", new TaskName("t"), yaml.getBytes(StandardCharsets.UTF_8));
        return parsed.value()
                .orElseThrow(() -> new AssertionError(parsed.problems()))
                .config();
    }

    <C> C bind(Class<C> type, String... lines) {
        try {
            return binder.bind(tree(lines), type);
        } catch (BindingException e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }

    List<String> problems(Class<?> type, String... lines) {
        try {
            throw new AssertionError("bound to " + binder.bind(tree(lines), type));
        } catch (BindingException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
