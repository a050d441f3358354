package io.reseat.bench;

import java.util.function.Consumer;

/** What the suites count, and not this program: it names the page with their figures. Stateless. */
final class KilledHosts implements Measurement {
    @Override
    public void measure(Lab lab, Consumer<Row> table) {
        table.accept(new Row(
                "kill -9 of the host at random points: comes back whole",
                "500 of 500",
                "counted by the suites: [the last full run](full-run.md)",
                "–",
                "–",
                "–",
                "–"));
    }
}
