package io.reseat.host.reconcile;

import io.reseat.host.config.TaskFiles;
import io.reseat.host.model.Place;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import io.reseat.host.plan.Wanted;
import io.reseat.host.watch.Taking;
import io.reseat.host.watch.TreeSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the task files want, by task. Confined to the owner thread. */
final class WantedTasks {
    private final Map<TaskName, Map<String, TaskFile>> files = new HashMap<>(); // sorted where there are several
    private final Map<String, TaskFile> referring = new HashMap<>();
    private final Map<String, Problem> unnamed = new TreeMap<>();
    private final Map<TaskName, Instant> changing = new HashMap<>();
    private final TaskFiles parser;

    /** @param parser of the owner thread, for files whose references changed */
    WantedTasks(TaskFiles parser) {
        this.parser = parser;
    }

    /** Takes what changed in the tree; the tasks that may be wanted differently now, each with the file that says so. */
    Map<TaskName, String> take(TreeSnapshot<TaskFile> now, Set<String> changed, Instant when) {
        Set<TaskName> unsettled = new HashSet<>();
        now.pending().keySet().stream()
                .filter(file -> !now.unusable().containsKey(file))
                .forEach(file -> unsettled.addAll(validName(TaskFileTaker.stem(file))));
        changing.keySet().retainAll(unsettled);
        unsettled.forEach(task -> changing.putIfAbsent(task, when));
        return taken(now, changed);
    }

    private Map<TaskName, String> taken(TreeSnapshot<TaskFile> now, Set<String> changed) {
        Map<TaskName, String> touched = new LinkedHashMap<>();
        for (String file : changed) {
            unnamed.remove(file);
            Taking<TaskFile> entry = now.entries().get(file);
            if (entry instanceof Taking.Taken<TaskFile> taken) {
                put(file, taken.value());
                touched.put(taken.value().name(), taken.value().shown());
            } else if (entry instanceof Taking.Refused<TaskFile> refused) {
                unnamed.put(file, refused.problem());
            } else {
                remove(file).ifPresent(gone -> touched.put(gone.name(), gone.shown()));
            }
        }
        return touched;
    }

    /**
     * Tasks whose file is being changed, and has not been for so long that its writer may be dead: a plugin that changes
     * with it waits for what it will say.
     */
    Set<TaskName> changing(Instant when) {
        Set<TaskName> now = new HashSet<>();
        changing.forEach((task, since) -> {
            if (since.plus(PluginShelf.PATIENCE).isAfter(when)) {
                now.add(task);
            }
        });
        return now;
    }

    /** Reads the files again that refer to one of these; the tasks that may be wanted differently now, and why. */
    Map<TaskName, String> referencesChanged(Set<Path> paths) {
        Map<TaskName, String> touched = new LinkedHashMap<>();
        for (Map.Entry<String, TaskFile> entry : List.copyOf(referring.entrySet())) {
            TaskFile file = entry.getValue();
            Optional<String> changed = file.parsed().references().stream()
                    .filter(reference -> paths.contains(Path.of(reference)))
                    .findFirst();
            if (changed.isPresent()) {
                put(entry.getKey(), file.parsedAgain(parser));
                touched.put(file.name(), changed.get());
            }
        }
        return touched;
    }

    /** All files that task files refer to. */
    Set<Path> references() {
        Set<Path> all = new HashSet<>();
        referring.values().forEach(file -> file.parsed().references().forEach(path -> all.add(Path.of(path))));
        return all;
    }

    /** The names of these tasks' files. */
    Set<String> files(Set<TaskName> tasks) {
        Set<String> all = new HashSet<>();
        tasks.forEach(task -> all.addAll(files.getOrDefault(task, Map.of()).keySet()));
        return all;
    }

    /** The plugins that the files of these tasks name. */
    Set<PluginId> plugins(Set<TaskName> tasks) {
        Set<PluginId> all = new HashSet<>();
        for (TaskName task : tasks) {
            if (of(task).orElse(null) instanceof Wanted.Task file) {
                all.add(file.spec().plugin().id());
            }
        }
        return all;
    }

    /** Files whose names cannot be a task's. */
    List<Problem> unnamed() {
        return List.copyOf(unnamed.values());
    }

    /** What is wanted of a task; empty if it has no file. */
    Optional<Wanted> of(TaskName task) {
        Map<String, TaskFile> named = files.get(task);
        if (named == null) {
            return Optional.empty();
        } else if (named.size() > 1) {
            return Optional.of(tooMany(task, named));
        }
        TaskFile file = named.values().iterator().next();
        return Optional.of(file.parsed()
                .value()
                .<Wanted>map(Wanted.Task::new)
                .orElseGet(() -> new Wanted.Broken(file.parsed().problems())));
    }

    private void put(String file, TaskFile taken) {
        Map<String, TaskFile> others = new TreeMap<>(files.getOrDefault(taken.name(), Map.of()));
        others.remove(file);
        if (others.isEmpty()) {
            files.put(taken.name(), Map.of(file, taken)); // of thousands of tasks hardly one has a second file
        } else {
            others.put(file, taken);
            files.put(taken.name(), others);
        }
        if (taken.parsed().references().isEmpty()) {
            referring.remove(file);
        } else {
            referring.put(file, taken);
        }
    }

    private Optional<TaskFile> remove(String file) {
        referring.remove(file);
        String stem = TaskFileTaker.stem(file);
        for (TaskName task : validName(stem)) {
            Map<String, TaskFile> named = new TreeMap<>(files.getOrDefault(task, Map.of()));
            TaskFile gone = named.remove(file);
            if (named.isEmpty()) {
                files.remove(task);
            } else {
                files.put(task, named);
            }
            if (gone != null) {
                return Optional.of(gone);
            }
        }
        return Optional.empty();
    }

    private static List<TaskName> validName(String stem) {
        try {
            return List.of(new TaskName(stem));
        } catch (IllegalArgumentException e) {
            return List.of(); // it was refused, so no task has it
        }
    }

    private static Wanted tooMany(TaskName task, Map<String, TaskFile> named) {
        List<String> shown = new ArrayList<>();
        named.values().forEach(file -> shown.add(file.shown()));
        return new Wanted.Broken(List.of(new Problem(
                Place.of(shown.get(shown.size() - 1)),
                "task " + task + " has " + shown.size() + " files: " + String.join(", ", shown)
                        + "; keep one of them")));
    }
}
