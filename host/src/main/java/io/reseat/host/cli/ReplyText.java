package io.reseat.host.cli;

import io.reseat.host.management.Reply;
import io.reseat.host.management.ReportRow;
import java.io.PrintWriter;
import java.util.Comparator;

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
        out.println(report.task() + ": " + report.sentence());
        report.otherProblems().forEach(problem -> out.println("    " + problem));
    }
}
