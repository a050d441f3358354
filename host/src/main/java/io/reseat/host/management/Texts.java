package io.reseat.host.management;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answers of operations as texts for people. Stateless. */
final class Texts {
    private static final Set<String> WRONG = Set.of("REFUSE", "HOLD", "WAIT");

    private Texts() {}

    /** A reply: what was not done comes first, what did not change is only counted. */
    static String of(Reply reply) {
        List<String> items = new ArrayList<>();
        if (ofOneTask(reply)) {
            ReportRow report = reply.reports().get(0);
            items.add(report.reason());
            items.addAll(report.otherProblems());
            items.removeIf(item -> item.isBlank() || item.equals(words(report.outcome())));
        } else {
            reply.reports().stream()
                    .filter(report -> !report.outcome().equals("UNCHANGED"))
                    .sorted(Comparator.comparing(ReportRow::ok))
                    .forEach(report -> addReport(report, items));
        }
        return Answer.of(reply.summary(), items);
    }

    /** Whether the task was named by who asked: the summary then says its name and outcome. */
    private static boolean ofOneTask(Reply reply) {
        return reply.reports().size() == 1
                && reply.operation().endsWith(" " + reply.reports().get(0).task());
    }

    static String reports(List<ReportRow> reports) {
        List<String> items = new ArrayList<>();
        reports.forEach(report -> addReport(report, items));
        return Answer.of("lastReports: " + reports.size() + ", newest first", items);
    }

    private static void addReport(ReportRow report, List<String> items) {
        items.add(report.task() + ": " + report.sentence());
        report.otherProblems().forEach(problem -> items.add("  " + problem));
    }

    static String plan(String operation, List<ActionRow> actions) {
        TreeMap<String, Long> counts =
                actions.stream().collect(Collectors.groupingBy(ActionRow::kind, TreeMap::new, Collectors.counting()));
        String summary = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + words(count.getKey()))
                .collect(Collectors.joining(", "));
        List<String> items = actions.stream()
                .filter(action -> !action.kind().equals("KEEP"))
                .flatMap(action -> Stream.concat(
                        Stream.of(action(action)), action.lines().stream().map(line -> "  " + line)))
                .toList();
        return Answer.of(operation + ": " + (summary.isEmpty() ? "there are no tasks" : summary), items);
    }

    static String check(List<ActionRow> actions, List<String> problems) {
        List<ActionRow> wrong =
                actions.stream().filter(action -> WRONG.contains(action.kind())).toList();
        List<String> items = new ArrayList<>();
        wrong.stream().map(Texts::action).forEach(items::add);
        items.addAll(problems);
        String summary = wrong.isEmpty() && problems.isEmpty()
                ? (actions.size() == 1 ? "the one task is" : "all " + actions.size() + " tasks are") + " fine"
                : wrong.size() + " of " + Words.count(actions.size(), "task") + " cannot be taken, "
                        + Words.count(problems.size(), "problem") + " in files";
        return Answer.of("checkConfig: " + summary, items);
    }

    static String found(String pattern, List<TaskRow> rows) {
        List<String> items = rows.stream().map(Texts::task).toList();
        return Answer.of("findTasks " + pattern + ": " + rows.size() + " found", items);
    }

    private static String task(TaskRow row) {
        String head = row.task() + ": " + row.state() + ", generation " + row.label() + ", " + row.plugin()
                + (row.version().isEmpty() ? "" : "@" + row.version());
        return row.detail().isEmpty() ? head : head + ", " + row.detail();
    }

    private static String action(ActionRow action) {
        return action.task() + ": " + words(action.kind()) + (action.reason().isEmpty() ? "" : ", " + action.reason());
    }

    static String history(PastOfTask past) {
        List<String> items = new ArrayList<>();
        past.held().stream().map(HeldRow::sentence).forEach(items::add);
        past.entries().stream().map(HistoryRow::sentence).forEach(items::add);
        String runs = past.generation().equals("0") ? "nothing runs" : "generation " + past.generation() + " runs";
        return Answer.of("history " + past.task() + ": " + runs + ", newest first", items);
    }

    private static String words(String constant) {
        return ReportRow.word(constant);
    }
}
