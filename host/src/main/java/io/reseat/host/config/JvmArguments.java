package io.reseat.host.config;

import io.reseat.host.model.ByteSizes;
import io.reseat.host.model.ConfigNode.Resolved;
import io.reseat.host.model.ConfigNode.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which of the {@code process.jvm-args} would break a child JVM, and why: its main class, its class path, its archives and
 * its standard output belong to the host. Stateless.
 */
final class JvmArguments {
    private static final Pattern SEVERAL = Pattern.compile("(?!-D|-XX:On).*\\s(-[A-Z]|--).*", Pattern.DOTALL);
    private static final Pattern DEBUGGER = Pattern.compile("(-agentlib:jdwp|-Xrunjdwp)\\b.*");
    private static final Pattern QUIET = Pattern.compile(".*[=:,]quiet=y(,.*)?");
    private static final String SPEAKS = "the child speaks to the host over its standard output; ";

    private static final List<Rule> RULES = List.of(
            new Rule("-jar\\b.*|-m\\b.*|--module(=.*)?", "which class is started is not the plugin's; remove it"),
            new Rule("(-cp|-classpath|--class-path)\\b.*", "a plugin brings its classes in its JAR; remove it"),
            new Rule("-Xrs", "the child could not be told to end by a signal; remove it"),
            new Rule(
                    "-XX:(Flags|VMOptionsFile)=.*",
                    "options in a file are not seen by the host; write them here, each as an item"),
            new Rule(
                    "-Xshare\\b.*|-XX:[+-]?(SharedArchiveFile|ArchiveClassesAtExit|AutoCreateSharedArchive|AOT).*",
                    "Reseat keeps the archive of classes itself; remove it"),
            new Rule("-(Xmx|mx).*|-XX:MaxHeapSize=.*", "write 'heap: …' beside 'jvm-args' instead"),
            new Rule("-Dslf4j\\.provider\\b.*", "the child logs through its host; remove it"),
            new Rule(
                    "-Xlog:help|--?version|--?help|-h|-\\?|-X|--help-extra|-Xinternalversion|--list-modules"
                            + "|-d|--describe-module\\b.*|--validate-modules|--dry-run",
                    "the child would print something and end; remove it"),
            new Rule(
                    "--show-version|--show-module-resolution|-verbose\\b.*|-XX:\\+Print.*",
                    SPEAKS + "this writes there, so remove it or use -Xlog:…:stderr"));

    private JvmArguments() {}

    /** What is to be matched, and what follows it in a message. */
    private record Rule(Pattern option, String reason) {
        Rule(String option, String reason) {
            this(Pattern.compile(option), reason);
        }
    }

    /** The options of a list, each refused one as a problem at its place. */
    static List<String> read(Section process, String key, long heap) {
        List<Scalar> items = process.items(key);
        for (Scalar item : items) {
            problem(item, heap)
                    .ifPresent(problem -> process.refuse(item, "an item of '" + process.path(key) + "': " + problem));
        }
        return items.stream().map(Scalar::text).toList();
    }

    private static Optional<String> problem(Scalar item, long heap) {
        if (item.resolved().stream().anyMatch(Resolved::file)) {
            return Optional.of(
                    "'" + item.shown() + "' would stand on a command line, which every user of the machine can"
                            + " read; give a secret to the plugin in 'config:'");
        }
        return reason(item.text(), heap).map(reason -> "'" + item.shown() + "': " + reason);
    }

    private static Optional<String> reason(String option, long heap) {
        return Stream.of(
                        form(option),
                        RULES.stream()
                                .filter(rule -> rule.option.matcher(option).matches())
                                .map(Rule::reason)
                                .findFirst(),
                        output(option),
                        firstHeap(option, heap))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> form(String option) {
        if (option.startsWith("@")) {
            return Optional.of("options in a file are not seen by the host; write them here, each as an item");
        } else if (!option.startsWith("-")) {
            return Optional.of(
                    "it does not begin with '-'; where it belongs to the option before it, write one item with"
                            + " '=', such as --add-opens=java.base/java.lang=ALL-UNNAMED");
        } else if (option.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("it has a line break or another control character in it; remove that");
        }
        return SEVERAL.matcher(option).matches()
                ? Optional.of("it is more than one option; write each as an item of the list")
                : Optional.empty();
    }

    private static Optional<String> output(String option) {
        if (DEBUGGER.matcher(option).matches()) {
            return QUIET.matcher(option).matches()
                    ? Optional.empty()
                    : Optional.of(SPEAKS + "a debugger's agent tells its port there unless it has ',quiet=y'");
        }
        return logsToStandardOutput(option)
                ? Optional.of(SPEAKS + "write where the log goes, such as -Xlog:gc:stderr or -Xlog:gc:file=/tmp/gc.log")
                : Optional.empty();
    }

    /** {@code -Xlog:what:where:…}, of which each part may be missing. */
    private static boolean logsToStandardOutput(String option) {
        if (!option.equals("-Xlog") && !option.startsWith("-Xlog:")) {
            return false;
        }
        String[] parts = option.split(":", 4);
        String what = parts.length > 1 ? parts[1] : "";
        String where = parts.length > 2 ? parts[2] : "";
        boolean switchesOnly = parts.length == 2 && List.of("disable", "async").contains(what);
        return !switchesOnly
                && (where.isEmpty() || where.toLowerCase(Locale.ROOT).equals("stdout"));
    }

    /** A JVM does not start with a first heap that is larger than the largest. */
    private static Optional<String> firstHeap(String option, long heap) {
        try {
            return option.startsWith("-Xms") && ByteSizes.parse(option.substring(4)) > heap
                    ? Optional.of("it is more than the heap of " + ByteSizes.text(heap)
                            + "; write less, or a larger 'heap: …'")
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("it has no size; write for example -Xms32m");
        }
    }
}
