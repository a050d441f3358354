package io.reseat.host;

import io.reseat.host.cli.HomeOption;
import io.reseat.host.cli.Json;
import io.reseat.host.config.HostSettings;
import io.reseat.host.config.Parsed;
import io.reseat.host.config.TaskFiles;
import io.reseat.host.management.Words;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.Problem;
import io.reseat.host.reconcile.HomeCheck;
import io.reseat.host.store.HomeKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reseat check}: validates a home without running it, and compares it with what ran. */
@Command(
        name = "check",
        description = "Check all files of a home without running it, and say what a host that starts on it would do.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private HomeOption home;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What {@code --json} prints. */
    private record Report(boolean ok, List<Task> tasks, List<String> problems) {
        static Report of(HomeCheck.Findings findings) {
            return new Report(
                    findings.ok(), findings.tasks().stream().map(Task::of).toList(), texts(findings.problems()));
        }
    }

    private record Task(
            String task, String action, String reason, String swap, List<String> details, List<String> problems) {
        static Task of(HomeCheck.Checked checked) {
            PlannedAction action = checked.action();
            String kind = action.kind().name().toLowerCase(Locale.ROOT);
            return new Task(
                    action.task().value(),
                    kind,
                    action.reason(),
                    action.swap(),
                    action.details(),
                    texts(checked.problems()));
        }
    }

    @Override
    public Integer call() throws IOException {
        HomeCheck.Findings findings = check(home.home());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, Report.of(findings));
        } else {
            print(out, findings);
        }
        return findings.ok() ? 0 : 1;
    }

    private static HomeCheck.Findings check(Path home) throws IOException {
        Parsed<HostSettings> settings = Host.readSettings(home);
        if (settings.value().isEmpty()) {
            return new HomeCheck.Findings(List.of(), settings.problems()); // where plugins and tasks are is not known
        }
        Path scratch = Files.createTempDirectory("reseat-check");
        try {
            TaskFiles parser = new TaskFiles(System::getenv, key(home), home);
            return new HomeCheck(home, settings.value().get(), parser, scratch).run();
        } finally {
            delete(scratch);
        }
    }

    /** That of the home, or what was held is not known again; any other where no host ran on it yet. */
    private static byte[] key(Path home) throws IOException {
        Optional<HomeKey> kept = HomeKey.existing(home.resolve("data"));
        byte[] other = new byte[32];
        new SecureRandom().nextBytes(other);
        return kept.map(Host::configKey).orElse(other);
    }

    private static void print(PrintWriter out, HomeCheck.Findings findings) {
        findings.tasks().forEach(task -> print(out, task));
        findings.problems().forEach(problem -> out.println("WRONG  " + problem));
        out.println(Words.count(findings.tasks().size(), "task") + " checked, "
                + (findings.ok() ? "all well" : "see above"));
        out.flush();
    }

    /** A line for each problem, so that none of a file is left for the next check. */
    private static void print(PrintWriter out, HomeCheck.Checked task) {
        String start = (task.wrong() ? "WRONG  " : "ok     ") + task.action().task() + ": ";
        List<String> lines = task.problems().isEmpty() ? List.of(task.action().reason()) : texts(task.problems());
        lines.forEach(line -> out.println(start + line));
        task.action().lines().forEach(line -> out.println("           " + line));
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
