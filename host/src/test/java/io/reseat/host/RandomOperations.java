package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;

import io.reseat.host.model.TaskName;
import io.reseat.host.reconcile.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What a seed does to three tasks: changes of their files and plugin, good and bad, and what operators ask for. */
final class RandomOperations {
    static final List<String> TASKS = List.of("one", "two", "three");

    /** What messages of the last files begin with. */
    static final String GOOD = "good-";

    private static final List<byte[]> JARS = List.of(
            actor("1.0.0").toBytes(), actor("1.1.0").toBytes(), actor("0.9.0").toBytes());

    private static final List<String> SHAPES = List.of(
            "",
            "",
            "",
            ", run: throw",
            ", create: throw",
            ", start: throw",
            ", close: throw",
            ", start: linkage",
            ", stateful: true",
            ", stateful: true, restore: throw",
            ", in-place: true",
            ", in-place: true, run: throw",
            ", in-place: true, reconfigure: throw",
            ", in-place: true, stateful: maybe",
            ", run: measure");

    private static final List<String> SCHEDULES =
            List.of("every 3ms", "every 3ms", "every 3ms", "continuous", "delay 2ms", "once", "every 1h", "service");

    private static final List<String> POLICIES = List.of(
            "reload: { probation: 1ms }\nrestart: { backoff: 1ms..5ms, rebuild-after: 2, give-up: never }\n",
            "reload: { probation: 15ms }\nrestart: { backoff: 1ms..5ms, rebuild-after: 1, give-up: 3 in 1m }\n",
            "reload: { probation: 5ms, swap: overlap }\nrestart: { backoff: 1ms..5ms }\n",
            "reload: { probation: 5ms, rollback: false }\nrestart: { backoff: 1ms..5ms, rebuild-after: 1 }\n",
            "isolation: plugin\nreload: { probation: 5ms }\nrestart: { backoff: 1ms..5ms }\n");

    private final TestHome home;
    private final Random random;
    private final List<String> done = new ArrayList<>();
    private final Map<String, CompletionStage<?>> asked = new java.util.LinkedHashMap<>();

    RandomOperations(TestHome home, int seed) {
        this.home = home;
        this.random = new Random(seed);
    }

    void putAllInPlace() throws IOException {
        jar("actor.jar", JARS.get(0));
        for (String task : TASKS) {
            home.task(task, file());
        }
    }

    void next() throws Exception {
        TaskName task = new TaskName(pick(TASKS));
        Control control = home.control();
        switch (random.nextInt(18)) {
            case 0, 1, 2, 3, 4 -> change(task, file());
            case 5 -> change(task, "plugin: actor\nschedul: every 3ms\n");
            case 6 -> change(task, "plugin: actor\nenabled: false\nschedule: every 3ms\n");
            case 7 -> remove(home.root.resolve("conf/tasks/" + task + ".yaml"));
            case 8 -> jar("actor.jar", pick(JARS));
            case 9 -> jar("actor-other.jar", pick(JARS));
            case 10 -> remove(home.root.resolve("plugins/actor-other.jar"));
            case 11 -> ask("pause " + task, control.pause(task, TEST));
            case 12 -> ask("resume " + task, control.resume(task, TEST));
            case 13 -> ask("restart " + task, control.restart(task, TEST));
            case 14 -> ask("rollback " + task, control.rollback(task, generation(), TEST));
            case 15 -> ask("reload " + task, control.reload(task, options(), TEST));
            case 16 -> ask("run " + task, control.runNow(task, TEST));
            default -> ask("plan", control.plan());
        }
        if (random.nextInt(10) == 0) {
            awaitAnswers(Duration.ofMinutes(1));
        }
    }

    /** Every question is answered, well or not. */
    void awaitAnswers(Duration patience) throws Exception {
        for (Map.Entry<String, CompletionStage<?>> one : asked.entrySet()) {
            try {
                one.getValue().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException refused) {
                expectForPeople(one.getKey(), refused.getCause());
            } catch (java.util.concurrent.TimeoutException e) {
                throw new AssertionError(one.getKey() + " is not answered; " + done, e);
            }
        }
        asked.clear();
    }

    /** Ends with files that anybody would want to run. */
    void putGoodFiles() throws Exception {
        jar("actor.jar", JARS.get(1));
        remove(home.root.resolve("plugins/actor-other.jar"));
        for (String task : TASKS) {
            home.task(
                    task,
                    "reload: { probation: 1ms }\n"
                            + actorFile("every 3ms", "message: " + GOOD + task + ", run: measure"));
        }
        for (int i = 0; i < 2; i++) {
            ask("reload", home.control().reloadAll(new Control.ReloadOptions(true, true), TEST));
            awaitAnswers(Duration.ofMinutes(1));
        }
        for (String task : TASKS) {
            ask("resume", home.control().resume(new TaskName(task), TEST));
        }
        awaitAnswers(Duration.ofMinutes(1));
    }

    private static void expectForPeople(String asked, Throwable refusal) {
        String message = String.valueOf(refusal.getMessage());
        boolean forPeople = message.contains("task") || message.contains("generation");
        if (!forPeople || message.contains("cannot go from") || message.contains("fault of the host")) {
            throw new AssertionError(asked + " was refused with no message for people: " + refusal, refusal);
        }
    }

    private void ask(String what, CompletionStage<?> answer) {
        done.add(what);
        asked.put(done.size() + " " + what, answer);
    }

    private void change(TaskName task, String text) throws IOException {
        done.add("change " + task);
        home.task(task.value(), text);
    }

    private String file() {
        String message = "message: m" + random.nextInt(3);
        String schedule = pick(SCHEDULES);
        boolean service = schedule.equals("service");
        String shape = service
                ? ", run: " + pick(List.of("ready", "ready", "ready", "ready", "throw", "sleep"))
                : pick(SHAPES);
        return pick(POLICIES) + actorFile(schedule, message + shape);
    }

    private Control.ReloadOptions options() {
        return new Control.ReloadOptions(random.nextBoolean(), random.nextBoolean());
    }

    private OptionalLong generation() {
        return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(1 + random.nextInt(30));
    }

    private void jar(String name, byte[] content) throws IOException {
        done.add("put " + name);
        Path beside = Files.write(home.root.resolve("plugins/." + name), content);
        Files.move(beside, home.root.resolve("plugins/" + name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void remove(Path file) throws IOException {
        done.add("remove " + file.getFileName());
        Files.deleteIfExists(file);
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
