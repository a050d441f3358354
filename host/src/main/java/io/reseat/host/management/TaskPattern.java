package io.reseat.host.management;

import java.util.Locale;
import java.util.regex.Pattern;

/** What an operator types to find tasks: a part of a name, or a pattern with {@code *} and {@code ?}. */
final class TaskPattern {
    private final Pattern pattern;

    TaskPattern(String typed) {
        String glob = typed.strip().toLowerCase(Locale.ROOT);
        boolean whole = glob.contains("*") || glob.contains("?");
        StringBuilder regex = new StringBuilder();
        glob.chars().forEach(c -> regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote("" + (char) c)));
        pattern = Pattern.compile(whole ? regex.toString() : ".*" + regex + ".*");
    }

    boolean fits(TaskRow row) {
        return fits(row.task()) || fits(row.state()) || fits(row.plugin());
    }

    private boolean fits(String text) {
        return pattern.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }
}
