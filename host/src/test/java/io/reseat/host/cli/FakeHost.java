package io.reseat.host.cli;

import io.reseat.host.management.FakeControl;
import io.reseat.host.management.HostState;
import io.reseat.host.management.Management;
import io.reseat.host.management.Statuses;
import io.reseat.host.model.Place;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with the beans of a host whose control is a fake; ends with its standard input. */
final class FakeHost implements AutoCloseable {
    private final Process process;

    FakeHost(Path home) throws IOException {
        this(home, "");
    }

    /** @param kind "bare" for a host without beans, "mortal" for one that dies in its first look at stacks */
    FakeHost(Path home, String kind) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeHost.class.getName(),
                        home.toString(),
                        kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() != 'r') {
            throw new IOException("the fake host did not start");
        }
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        FakeControl control = new FakeControl().with(Statuses.broughtBack("heartbeat"));
        control.history.addAll(Statuses.past());
        control.with(
                Statuses.task("broken", TaskState.REFUSED, "its file is wrong; nothing runs until it is corrected"));
        control.problems.add(new Problem(new Place("conf/tasks/broken.yaml", 3, 5), "unknown key 'mesage'"));
        control.metrics.put("probes_total", 12.0);
        control.plan.add(new PlannedAction(new TaskName("heartbeat"), PlannedAction.Kind.KEEP, ""));
        control.plan.add(new PlannedAction(new TaskName("broken"), PlannedAction.Kind.REFUSE, "its file is wrong"));
        control.plan.add(new PlannedAction(
                new TaskName("mail"),
                PlannedAction.Kind.RECONFIGURE,
                "config changed",
                "in place, the running generation takes the config",
                List.of("message: hello → hi")));
        control.plan.add(new PlannedAction(
                new TaskName("news"),
                PlannedAction.Kind.RUN_LAST_GOOD,
                "waits for plugin news; generation 5, the last good one, runs again"));
        control.reports.add(FakeControl.report("heartbeat", Outcome.RELOADED, 3, 4, "its config changed"));
        control.reports.add(FakeControl.report(
                "broken",
                Outcome.REFUSED,
                0,
                0,
                "its file is wrong",
                new Problem(new Place("conf/tasks/broken.yaml", 3, 5), "unknown key 'mesage'")));
        if (arguments[1].equals("mortal")) {
            control.beforeStacks = () -> Runtime.getRuntime().halt(137);
        }
        if (!arguments[1].equals("bare")) {
            manage(control);
        }
        Files.createDirectories(home.resolve("data"));
        HostRecord.ofThisProcess("0.1.0-test").write(home);
        System.out.write('r');
        System.out.flush();
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    private static void manage(FakeControl control) {
        Management management = Management.start(ManagementFactory.getPlatformMBeanServer(), control);
        management.tasks(control.tasks.keySet(), Set.of());
        management.state(HostState.RUNNING);
    }
}
