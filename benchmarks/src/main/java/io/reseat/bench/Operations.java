package io.reseat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a JMX client waits for: a reload that finds nothing changed, and a restart. Stateless. */
final class Operations implements Measurement {
    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        Home home = lab.newHome("operations")
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .task("t0", TaskFile.DEFAULT);
        try (Subject reseat = lab.reseat(home).awaitTasks(1)) {
            try (JmxClient client = JmxClient.attach(reseat.jvm())) {
                row(lab, table, client, "reloadTask");
                row(lab, table, client, "restartTask");
            }
        }
    }

    private static void row(Lab lab, Consumer<Row> table, JmxClient client, String operation) throws IOException {
        times(lab, client, operation, lab.runs(200, 5));
        Distribution times = times(lab, client, operation, lab.runs(500, 10));
        String what = operation.startsWith("reload") ? " with nothing changed" : "";
        table.accept(Row.note("JMX client: " + operation + what, times.toString(), "", String.valueOf(times.runs())));
    }

    private static Distribution times(Lab lab, JmxClient client, String operation, int runs) throws IOException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            lab.breathe();
            long before = System.nanoTime();
            client.call(operation, "t0");
            nanos.add(System.nanoTime() - before);
        }
        return new Distribution(nanos);
    }
}
