package io.reseat.host.cli;

import io.reseat.host.management.Reply;
import io.reseat.host.management.ReportRow;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;

/** The text of a reply: a line for each task that something happened to, its problems, and a summary. Stateless. */
final class ReplyText {
    private ReplyText() {}

    static void print(Reply reply, PrintWriter out) {
        boolean one = reply.reports().size() == 1;
        reply.reports().stream()
                .filter(report -> one || !report.outcome().equals("UNCHANGED"))
                .sorted(Comparator.comparing(ReportRow::ok).reversed())
                .forEach(report -> print(report, out)); // what was refused stands last, next to the prompt
        if (!one) {
            out.println(reply.summary());
        }
    }

    private static void print(ReportRow report, PrintWriter out) {
        StringBuilder line = new StringBuilder(report.task())
                .append(": ")
                .append(report.outcome().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (report.fromGeneration() != report.toGeneration()) {
            line.append(' ').append(report.fromGeneration()).append(" -> ").append(report.toGeneration());
        }
        if (!report.reason().isEmpty()) {
            line.append(", ").append(report.reason());
        }
        out.println(line);
        report.problems().forEach(problem -> out.println("    " + problem));
    }
}
