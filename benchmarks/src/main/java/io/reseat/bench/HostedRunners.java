package io.reseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A new config of a task on threads of the host, built anew and taken in place, beside Python's threads and coroutines, whose
 * worker stays and takes the config from a queue. Stateless.
 */
final class HostedRunners implements Measurement {
    private static final int JAVA_WITH_VIRTUAL_THREADS = 21;

    @Override
    public String beside() throws IOException {
        return Match.title();
    }

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        changes(lab, table, "thread", "thread");
        int java = Runtime.version().feature();
        if (java >= JAVA_WITH_VIRTUAL_THREADS) {
            changes(lab, table, "virtual", "asyncio");
        } else {
            table.accept(Row.note("virtual: config renamed → first cycle", "not on Java " + java, "", "0"));
        }
    }

    private static void changes(Lab lab, Consumer<Row> table, String runner, String way) throws IOException {
        TaskFile file = TaskFile.beat("every 1ms", "runner: " + runner + "\n");
        Match built = play(lab, runner, file, way);
        table.accept(built.wait(runner + ": config renamed → first cycle", Target.noMoreThanBeside(4)));
        table.accept(built.gap(runner + ": last cycle of the old → first of the new", Target.alone(2)));
        Match taken = play(lab, runner + "-in-place", file.reconfigurable(), way);
        table.accept(taken.wait(runner + ", taken in place: config renamed → first cycle", Target.noMoreThanBeside(4)));
    }

    private static Match play(Lab lab, String name, TaskFile file, String way) throws IOException {
        return Match.play(
                lab,
                name,
                file,
                List.of(way),
                all -> Takeovers.inTurn(
                        lab, all, Takeovers.Cause.NEW_CONFIG, Duration.ZERO, lab.runs(300, 5), lab.runs(500, 10)));
    }
}
