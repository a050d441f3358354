package io.reseat.host.reconcile;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Problem;
import io.reseat.host.watch.Taking;
import io.reseat.host.watch.TreeSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes a line for each file that was taken, was refused or is gone, once for each content. What becomes of a task is the
 * journal's to say, so task files are told only where they are no task's. Owner thread only.
 */
final class FileLog {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    private final Map<String, Line> told = new HashMap<>();
    private final Set<Problem> clashes = new HashSet<>();

    /** What was said of a file, and of which content. */
    private record Line(Level level, String shown, String text, String content) {}

    /** Something of the plugins' tree changed. */
    void plugins(TreeSnapshot<Artifact> now, Set<String> changed, List<Problem> problems) {
        for (String name : changed) {
            Taking<Artifact> entry = now.entries().get(name);
            if (entry instanceof Taking.Taken<Artifact> taken) {
                Artifact artifact = taken.value();
                String text = artifact.source() + ": taken, it is " + artifact.label();
                tell(
                        "plugins/" + name,
                        new Line(
                                Level.INFO,
                                artifact.source(),
                                text,
                                artifact.digest().hex()));
            } else {
                other("plugins/" + name, entry);
            }
        }
        problems.stream()
                .filter(clashes::add)
                .filter(problem -> !isTold(problem))
                .forEach(p -> LOG.warn("{}", p));
        clashes.retainAll(Set.copyOf(problems));
    }

    /** Something of the tasks' tree changed. */
    void tasks(TreeSnapshot<TaskFile> now, Set<String> changed) {
        for (String name : changed) {
            Taking<TaskFile> entry = now.entries().get(name);
            if (entry instanceof Taking.Taken<TaskFile>) {
                told.remove("tasks/" + name);
            } else {
                other("tasks/" + name, entry);
            }
        }
    }

    private void other(String key, @Nullable Taking<?> entry) {
        if (entry instanceof Taking.Refused<?> refused) {
            String shown = refused.problem().place().file();
            String text = refused.problem().toString();
            tell(key, new Line(Level.WARN, shown, text, refused.contentDigest().hex()));
        } else if (entry == null && told.containsKey(key)) {
            LOG.info("{}: gone", told.remove(key).shown());
        }
    }

    private void tell(String key, Line line) {
        if (!line.equals(told.put(key, line))) {
            LOG.atLevel(line.level()).log(line.text());
        }
    }

    private boolean isTold(Problem problem) {
        return told.values().stream().anyMatch(line -> line.text().equals(problem.toString()));
    }
}
