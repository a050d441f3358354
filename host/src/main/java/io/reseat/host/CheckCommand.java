package io.reseat.host;

import io.reseat.host.cli.HomeOption;
import io.reseat.host.cli.Json;
import io.reseat.host.config.HostSettings;
import io.reseat.host.config.TaskFiles;
import io.reseat.host.management.Words;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.PlannedAction.Kind;
import io.reseat.host.reconcile.HomeCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reseat check}: validates a home without running it. */
@Command(name = "check", description = "Check all files of a home without running it.")
final class CheckCommand implements Callable<Integer> {
    private static final Set<Kind> WRONG = EnumSet.of(Kind.REFUSE, Kind.WAIT, Kind.HOLD);

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private HomeOption home;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What {@code --json} prints. */
    private record Report(boolean ok, List<Task> tasks, List<String> problems) {}

    private record Task(String task, String action, String reason) {}

    @Override
    public Integer call() throws IOException {
        HomeCheck.Findings findings = check(home.home());
        boolean ok = findings.problems().isEmpty()
                && findings.tasks().stream().noneMatch(task -> WRONG.contains(task.kind()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, report(ok, findings));
        } else {
            print(out, ok, findings);
        }
        return ok ? 0 : 1;
    }

    private static HomeCheck.Findings check(Path home) throws IOException {
        HostSettings settings = Host.readSettings(home);
        byte[] key = new byte[32]; // digests are compared with nothing here
        new SecureRandom().nextBytes(key);
        Path scratch = Files.createTempDirectory("reseat-check");
        try {
            return new HomeCheck(home, settings, new TaskFiles(System::getenv, key, home), scratch).run();
        } finally {
            delete(scratch);
        }
    }

    private static void print(PrintWriter out, boolean ok, HomeCheck.Findings findings) {
        for (PlannedAction task : findings.tasks()) {
            out.println((WRONG.contains(task.kind()) ? "WRONG  " : "ok     ") + task.task() + ": " + task.reason());
        }
        findings.problems().forEach(problem -> out.println("WRONG  " + problem));
        out.println(Words.count(findings.tasks().size(), "task") + " checked, " + (ok ? "all well" : "see above"));
        out.flush();
    }

    private static Report report(boolean ok, HomeCheck.Findings findings) {
        List<Task> tasks = findings.tasks().stream()
                .map(task -> new Task(task.task().value(), task.kind().name().toLowerCase(Locale.ROOT), task.reason()))
                .toList();
        return new Report(
                ok, tasks, findings.problems().stream().map(Object::toString).toList());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
