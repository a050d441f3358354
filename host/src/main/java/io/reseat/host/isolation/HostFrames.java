package io.reseat.host.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Cuts from a stack, as text, the frames of the host that stand below the plugin's lowest one: they are the same in every
 * stack and say nothing about the plugin. A stack without a frame of a plugin is left whole.
 */
final class HostFrames {
    private static final Pattern FRAME = Pattern.compile("^\\s+at ");
    private static final Pattern JDK = Pattern.compile("^\\s+at (java|jdk)\\.[\\w.]+(@[^/]*)?/.*");
    private static final Pattern LOADER = Pattern.compile("^[^(]*/");
    private static final Pattern HOST = Pattern.compile("^\\s+at io\\.reseat\\.host\\..*");

    private HostFrames() {}

    /** The first frame of a stack that is the plugin's, as {@code class.method(File.java:12)}; empty if none is. */
    static Optional<String> firstOfPlugin(String stack) {
        return stack.lines()
                .filter(line -> FRAME.matcher(line).find() && !isOurs(line))
                .findFirst()
                .map(frame ->
                        LOADER.matcher(frame.strip().substring("at ".length())).replaceFirst(""));
    }

    /** The text, whose frames stand one a line behind {@code at}, in one or more runs. */
    static String cut(String stack) {
        List<String> kept = new ArrayList<>();
        int run = 0;
        for (String line : stack.lines().toList()) {
            if (!FRAME.matcher(line).find()) {
                cutRun(kept, run);
                run = kept.size() + 1;
            }
            kept.add(line);
        }
        cutRun(kept, run);
        String end = stack.endsWith("\n") ? System.lineSeparator() : "";
        return String.join(System.lineSeparator(), kept) + end;
    }

    /** Shortens the run of frames with which the lines end. */
    private static void cutRun(List<String> lines, int from) {
        int lowest = lines.size() - 1;
        while (lowest >= from && isOurs(lines.get(lowest))) {
            lowest--;
        }
        if (lowest < from) {
            return; // no plugin in it
        }
        int first = lowest + 1;
        while (first < lines.size() && !HOST.matcher(lines.get(first)).matches()) {
            first++;
        }
        int count = lines.size() - first;
        if (count > 1) {
            String indent = lines.get(first).substring(0, lines.get(first).indexOf("at "));
            lines.subList(first, lines.size()).clear();
            lines.add(indent + "… " + count + " frames of the host");
        }
    }

    private static boolean isOurs(String frame) {
        return HOST.matcher(frame).matches() || JDK.matcher(frame).matches();
    }
}
