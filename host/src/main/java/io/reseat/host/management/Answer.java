package io.reseat.host.management;

import java.util.ArrayList;
import java.util.List;

/** Lays out what an operation answers so that it fits the dialog of a JMX client: 60 columns by 16 lines. Stateless. */
final class Answer {
    private static final int COLUMNS = 60;
    private static final int LINES = 16;

    private Answer() {}

    /**
     * A text of a summary and as many items as fit; how many do not is said in its last line.
     *
     * @param summary starts with the operation's name, since the dialog does not show it
     * @param items each starts on a line of its own
     */
    static String of(String summary, List<String> items) {
        List<String> lines = new ArrayList<>(wrap(summary));
        for (int i = 0; i < items.size(); i++) {
            List<String> item = wrap(items.get(i));
            int spare = i == items.size() - 1 ? 0 : 1;
            if (i > 0 && lines.size() + item.size() + spare > LINES) {
                lines.add("and " + (items.size() - i) + " more");
                break;
            }
            lines.addAll(item);
        }
        return String.join("\n", lines);
    }

    private static List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\\R")) {
            wrapLine(line, lines);
        }
        return lines;
    }

    private static void wrapLine(String text, List<String> lines) {
        String rest = text;
        while (rest.length() > COLUMNS) {
            int space = rest.lastIndexOf(' ', COLUMNS);
            int end = space > COLUMNS / 3 ? space : rest.indexOf(' ', COLUMNS); // a long path stays whole
            if (end < 0) {
                break;
            }
            lines.add(rest.substring(0, end));
            rest = "  " + rest.substring(end + 1);
        }
        lines.add(rest);
    }
}
