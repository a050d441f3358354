package io.reseat.host.reconcile;

import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.isolation.Realm;
import io.reseat.host.lifecycle.Backoff;
import io.reseat.host.lifecycle.Blueprint;
import io.reseat.host.lifecycle.CycleCounters;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationEvents;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.lifecycle.TaskMetrics;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.plan.Catalog;
import io.reseat.host.plan.Planner;
import io.reseat.host.plan.Wanted;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one task, in which its generations follow each other: what is wanted, what runs, and the one reload that
 * may be under way. Confined to the owner thread, but for {@link #read}.
 */
final class Seat {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.task");

    private final TaskName name;
    private final Shop shop;
    private final CycleCounters counters = new CycleCounters();
    private final TaskMetrics metrics = new TaskMetrics();
    private final SeatView view;
    private final Backoff backoff = new Backoff();
    private final Set<BuildKey> held = new HashSet<>();
    private final Events events = new Events();

    private Optional<Wanted> wanted = Optional.empty();
    private @Nullable Generation current;
    private Actual.@Nullable Built built;
    private @Nullable Reload reload;
    private CompletableFuture<ReloadReport> underWay = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);
    private @Nullable Future<?> retry;
    private Instant coveredUntil = Instant.now();
    private boolean paused;

    Seat(TaskName name, Shop shop) {
        this.name = name;
        this.shop = shop;
        this.view = new SeatView(name, counters, shop.journal());
        this.paused = shop.services().memory().paused(name);
    }

    TaskName name() {
        return name;
    }

    /** The task now; of any thread's asking. */
    TaskStatus read() {
        return view.read();
    }

    /** Metrics of the task's plugins; of any thread's asking. */
    Map<String, Double> metrics() {
        return metrics.read();
    }

    void want(Optional<Wanted> now) {
        wanted = now;
    }

    Optional<Wanted> wanted() {
        return wanted;
    }

    /** Whether the task is gone: its file, and all that ran. */
    boolean vacant() {
        return wanted.isEmpty() && view.state() == TaskState.STOPPED;
    }

    /** What a look would do now. */
    Action decide(Catalog catalog, boolean force) {
        boolean open = view.state().live() || view.state() == TaskState.COMPLETED || view.state() == TaskState.FAILED;
        boolean again = force && view.state() == TaskState.FAILED;
        return Planner.decide(
                wanted, new Actual(name, Optional.ofNullable(built), open && !again, held), catalog, force);
    }

    /** Compares what is wanted with what runs, and does what follows from it. */
    CompletableFuture<ReloadReport> look(Catalog catalog, boolean force, Requester by) {
        if (busy()) {
            return afterwards().thenComposeAsync(nothing -> look(catalog, force, by), shop.owner());
        }
        Action action = decide(catalog, force);
        if (reload == null) {
            return carryOut(action, by);
        }
        if (action instanceof Action.Build build
                && build.key().equals(reload.order().key())) {
            return underWay;
        }
        return inPlaceOfBuild(() -> carryOut(action, by));
    }

    /** Builds a new generation even of what runs already. */
    CompletableFuture<ReloadReport> restart(Catalog catalog, Requester by) {
        if (busy()) {
            return afterwards().thenComposeAsync(nothing -> restart(catalog, by), shop.owner());
        }
        backoff.forget();
        Action action = decide(catalog, true);
        Optional<Reload.Order> order = restartOrder(action, by);
        return inPlaceOfBuild(() -> order.isPresent() ? begin(order.get()) : carryOut(action, by));
    }

    private Optional<Reload.Order> restartOrder(Action action, Requester by) {
        if (action instanceof Action.Build build) {
            return Optional.of(new Reload.Order(
                    build.spec(), build.artifact(), Reload.Kind.RESTART, "restart asked for, " + build.reason(), by));
        }
        if (built == null || action instanceof Action.Disable || action instanceof Action.Remove) {
            return Optional.empty();
        }
        TaskSpec spec = action instanceof Action.Keep keep
                ? keep.spec()
                : action instanceof Action.Apply apply ? apply.spec() : built.spec();
        String reason = action instanceof Action.Keep ? "restart asked for" : "restart asked for, " + action.reason();
        return Optional.of(new Reload.Order(spec, built.artifact(), Reload.Kind.RESTART, reason, by));
    }

    CompletableFuture<ReloadReport> pause(Requester by) {
        if (busy()) {
            return afterwards().thenComposeAsync(nothing -> pause(by), shop.owner());
        }
        paused = true;
        onDisk("pause", () -> shop.services().memory().savePaused(name, true));
        Generation live = current;
        if (live == null || view.state() == TaskState.PAUSED) {
            return done(report(Outcome.PAUSED, "paused; kept over restarts until it is resumed", by));
        }
        return live.pause(drain(live)).thenApplyAsync(ending -> pausedNow(live, by), shop.owner());
    }

    private ReloadReport pausedNow(Generation live, Requester by) {
        if (paused && live == current && (view.state() == TaskState.RUNNING || view.state() == TaskState.BACKOFF)) {
            cancelRetry();
            view.enter(TaskState.PAUSED, "paused by " + by);
        }
        return journaled(report(Outcome.PAUSED, "paused; kept over restarts until it is resumed", by));
    }

    CompletableFuture<ReloadReport> resume(Catalog catalog, Requester by) {
        if (busy()) {
            return afterwards().thenComposeAsync(nothing -> resume(catalog, by), shop.owner());
        }
        TaskState state = view.state();
        paused = false;
        onDisk("resume", () -> shop.services().memory().savePaused(name, false));
        if (state == TaskState.PAUSED && current != null) {
            backoff.forget();
            view.enter(TaskState.RUNNING, "");
            current.run();
            return done(report(Outcome.RESUMED, "resumed", by));
        }
        if (state == TaskState.FAILED || state == TaskState.COMPLETED || state == TaskState.REFUSED) {
            return restart(catalog, by);
        }
        return done(report(Outcome.RESUMED, "was not paused", by));
    }

    CompletableFuture<ReloadReport> runNow(Catalog catalog, Requester by) {
        if (busy()) {
            return afterwards().thenComposeAsync(nothing -> runNow(catalog, by), shop.owner());
        }
        if (current == null) {
            return view.state() == TaskState.COMPLETED
                    ? restart(catalog, by)
                    : refusedOperation("task " + name + " is " + view.state() + " and cannot run now");
        }
        if (current.spec().schedule() instanceof Schedule.Service) {
            return refusedOperation("task " + name + " is a service: it runs all the time");
        }
        current.runNow();
        return done(report(Outcome.UNCHANGED, "a cycle was started beside the schedule", by));
    }

    /** Ends the task because the host ends; its state is kept. */
    CompletableFuture<Void> shutDown(Duration drain) {
        cancelRetry();
        wanted = Optional.empty();
        if (busy()) {
            return afterwards().thenComposeAsync(nothing -> shutDown(drain), shop.owner());
        }
        dropBuild();
        if (view.state() != TaskState.STOPPED && view.state() != TaskState.STOPPING) {
            view.enter(TaskState.STOPPING, "the host ends");
        }
        return end(drain).thenRunAsync(() -> view.enter(TaskState.STOPPED, "the host ends"), shop.owner());
    }

    /** What a look at this content would do; nothing is changed. */
    Action wouldDo(Optional<Wanted> now, Catalog catalog) {
        Optional<Wanted> before = wanted;
        wanted = now;
        try {
            return decide(catalog, false);
        } finally {
            wanted = before;
        }
    }

    /** Its file is gone with most others: it runs on until that is confirmed. */
    ReloadReport heldRemoval(Requester by) {
        String reason = "its file is gone, as are those of most tasks: it runs on; if that is meant:"
                + " reseat reload --confirm-removals";
        view.note(reason, List.of());
        return report(Outcome.HELD, reason, by);
    }

    /** What it runs on, or ran on last. */
    Optional<Artifact> artifact() {
        return Optional.ofNullable(built).map(Actual.Built::artifact);
    }

    String stacks() {
        return current == null ? "task " + name + " has no live generation" : current.stacks();
    }

    private CompletableFuture<ReloadReport> carryOut(Action action, Requester by) {
        if (action instanceof Action.Build build) {
            return build(build, by);
        } else if (action instanceof Action.Keep keep) {
            return keep(keep, by);
        } else if (action instanceof Action.Apply apply) {
            adopt(apply.spec());
            view.note("", List.of());
            return done(report(Outcome.APPLIED, apply.reason(), by));
        } else if (action instanceof Action.Refuse refuse) {
            return refuse(refuse, by);
        } else if (action instanceof Action.Remove || action instanceof Action.Disable) {
            return endFor(action, by);
        }
        Outcome outcome = action instanceof Action.Wait ? Outcome.WAITING : Outcome.HELD;
        return noted(report(outcome, action.reason(), by), List.of());
    }

    private CompletableFuture<ReloadReport> keep(Action.Keep keep, Requester by) {
        adopt(keep.spec());
        String note = keep.reason().equals("unchanged") ? "" : keep.reason();
        boolean speaksOfFiles = view.state() == TaskState.RUNNING || view.state() == TaskState.PAUSED;
        boolean wasNoted = speaksOfFiles && view.note(note, List.of());
        ReloadReport report = report(Outcome.UNCHANGED, keep.reason(), by);
        if (wasNoted) {
            view.reloaded(report);
            LOG.info("{}: {}", name, note.isEmpty() ? "the files are those of what runs again" : note);
        }
        return CompletableFuture.completedFuture(report);
    }

    /** The running generation takes what applies live; the places of its config may have moved as well. */
    private void adopt(TaskSpec spec) {
        if (built == null) {
            return;
        }
        built = new Actual.Built(spec, built.artifact());
        Set<String> secrets = Set.of();
        if (current != null) {
            current.apply(spec);
            secrets = current.secretKeys();
            view.content(spec, built.artifact(), secrets);
        }
    }

    private CompletableFuture<ReloadReport> refuse(Action.Refuse refuse, Requester by) {
        if (view.state() == TaskState.NEW) {
            view.enter(TaskState.REFUSED, refuse.reason());
        }
        ReloadReport report = new ReloadReport(
                name,
                Outcome.REFUSED,
                number(),
                number(),
                refuse.reason(),
                refuse.problems(),
                by,
                Instant.now(),
                Map.of());
        boolean isNew = view.note(refuse.reason(), refuse.problems());
        if (isNew) {
            tellStep(HostEvent.Step.REFUSED, report);
            journaled(report);
        }
        return CompletableFuture.completedFuture(report);
    }

    private CompletableFuture<ReloadReport> noted(ReloadReport report, List<Problem> problems) {
        if (view.note(report.reason(), problems)) {
            journaled(report);
        }
        return CompletableFuture.completedFuture(report);
    }

    private CompletableFuture<ReloadReport> build(Action.Build build, Requester by) {
        boolean done = build.first()
                && build.spec().schedule() instanceof Schedule.Once
                && shop.services()
                        .memory()
                        .completed(name)
                        .equals(Optional.of(build.spec().configDigest()));
        if (done) {
            built = new Actual.Built(build.spec(), build.artifact());
            view.content(build.spec(), build.artifact(), Set.of());
            view.enter(TaskState.COMPLETED, "ran already with this config; a restart runs it again");
            return done(report(Outcome.UNCHANGED, "ran already with this config", by));
        }
        backoff.forget();
        return begin(new Reload.Order(build.spec(), build.artifact(), Reload.Kind.CHANGE, build.reason(), by));
    }

    private CompletableFuture<ReloadReport> begin(Reload.Order order) {
        cancelRetry();
        CompletableFuture<ReloadReport> report = new CompletableFuture<>();
        Reload next =
                new Reload(this, order, Optional.ofNullable(current), shop, mine -> new Swapping(order, report, mine));
        reload = next;
        underWay = report;
        view.tried(order.spec());
        if (current == null && order.kind() != Reload.Kind.REINSTATE) {
            view.enter(TaskState.STARTING, order.reason());
        }
        shop.journal().tell(new HostEvent.ReloadStarted(name, Instant.now(), order.reason(), order.requester()));
        next.begin();
        return report;
    }

    /** A build that is under way is dropped for something newer; whoever waits for it gets the newer one's report. */
    private CompletableFuture<ReloadReport> inPlaceOfBuild(
            java.util.function.Supplier<CompletableFuture<ReloadReport>> newer) {
        CompletableFuture<ReloadReport> older = underWay;
        boolean dropped = dropBuild();
        CompletableFuture<ReloadReport> report = newer.get();
        if (dropped) {
            report.thenAccept(older::complete);
        }
        return report;
    }

    private boolean dropBuild() {
        if (reload == null) {
            return false;
        }
        reload.supersede();
        reload = null;
        if (view.state() == TaskState.STARTING) {
            view.enter(TaskState.NEW, "");
        }
        return true;
    }

    private CompletableFuture<ReloadReport> endFor(Action action, Requester by) {
        boolean disable = action instanceof Action.Disable;
        if (disable && view.state() == TaskState.DISABLED) {
            return CompletableFuture.completedFuture(report(Outcome.UNCHANGED, action.reason(), by));
        }
        cancelRetry();
        if (action instanceof Action.Disable off) {
            view.tried(off.spec());
            view.enter(TaskState.DISABLED, action.reason());
        } else {
            view.enter(TaskState.STOPPING, action.reason());
        }
        Duration drain = current == null ? Duration.ZERO : drain(current);
        return end(drain).thenApplyAsync(nothing -> ended(action, disable, by), shop.owner());
    }

    private ReloadReport ended(Action action, boolean disable, Requester by) {
        if (!disable) {
            view.enter(TaskState.STOPPED, action.reason());
        }
        held.clear();
        return journaled(report(disable ? Outcome.DISABLED : Outcome.REMOVED, action.reason(), by));
    }

    /** Halts, saves and closes what runs; completes when that is over, whatever came of it. */
    private CompletableFuture<Void> end(Duration drain) {
        Generation last = current;
        if (last == null) {
            return CompletableFuture.completedFuture(null);
        }
        current = null;
        view.generation(null);
        coveredUntil = last.coveredUntil();
        ending = last.halt(drain)
                .thenComposeAsync(how -> how == Generation.Ending.ENDED ? saveAndClose(last) : left(last), shop.owner())
                .handleAsync(
                        (nothing, failure) -> {
                            closed(last, failure);
                            shop.realms().release(last.realm());
                            return null;
                        },
                        shop.owner());
        return ending;
    }

    private CompletableFuture<Void> left(Generation last) {
        quarantined(last);
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> saveAndClose(Generation last) {
        return last.save()
                .handleAsync(
                        (state, failure) -> {
                            if (failure != null) {
                                LOG.warn("{}: its last checkpoint stays its state: {}", name, failure.getMessage());
                            } else {
                                state.ifPresent(this::remember);
                            }
                            return last.close();
                        },
                        shop.owner())
                .thenCompose(closing -> closing);
    }

    /** Builds beside what runs. */
    CompletableFuture<Generation> build(TaskSpec spec, Realm realm) {
        try {
            Blueprint blueprint = new Blueprint(
                    spec, realm, shop.numbers().next(name), shop.data().ofTask(name), counters, metrics, events);
            return shop.builder().build(blueprint, current == null ? coveredUntil : current.coveredUntil());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(GenerationFailure.saying(
                    "data/ cannot be written (" + e + "); free some space or mend its permissions, then reload"));
        }
    }

    void swapBegins() {
        if (current != null) {
            view.enter(TaskState.RELOADING, "");
        }
    }

    /** How long a running cycle may take to end; one that is over its time already gets no more. */
    Duration drain(Generation running) {
        return running.overdue() ? Duration.ZERO : running.spec().reload().drain();
    }

    Optional<StateSnapshot> rememberedState() {
        return shop.services().memory().state(name);
    }

    void quarantined(Generation left) {
        String stack = left.stacks();
        String message = name + ": generation " + left.number()
                + " heeds no interrupt; it is left alone, and its threads run on until they end by themselves";
        LOG.warn("{}\n{}", message, stack);
        shop.journal().tell(new HostEvent.Stuck(name, Instant.now(), left.number(), message, stack));
    }

    void closed(Generation last, @Nullable Throwable failure) {
        if (failure != null) {
            GenerationFailure text = GenerationFailure.of("close", failure);
            view.failed(last.number(), text.getMessage(), text.stack());
            LOG.warn("{}: generation {}: {}\n{}", name, last.number(), text.getMessage(), text.stack());
        }
    }

    private void giveUp(Backoff.Verdict.GiveUp verdict, String message) {
        String why = "gave up after " + verdict.failuresInARow() + " failures in a row: " + message
                + "; change its file or plugin, or: reseat restart " + name;
        LOG.error("{}: {}", name, why);
        view.enter(TaskState.FAILED, why);
        shop.journal().tell(new HostEvent.GaveUp(name, Instant.now(), name + " " + why));
        end(Duration.ZERO);
    }

    private void retryIn(Duration wait, Reload.Order order) {
        cancelRetry();
        retry = shop.services()
                .clock()
                .after(
                        wait,
                        () -> shop.owner().execute(() -> {
                            if (retry != null && reload == null && !paused) {
                                begin(order);
                            }
                        }));
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel(false);
            retry = null;
        }
    }

    private Reload.Order rebuildOrder(Actual.Built of, String reason) {
        return new Reload.Order(
                of.spec(),
                of.artifact(),
                Reload.Kind.REBUILD,
                reason,
                new Requester(Requester.Kind.HOST, "restart policy"));
    }

    private boolean busy() {
        return (reload != null && reload.swapping()) || !ending.isDone();
    }

    private CompletableFuture<Void> afterwards() {
        return reload != null && reload.swapping() ? underWay.handle((report, failure) -> null) : ending;
    }

    private long number() {
        return current == null ? 0 : current.number();
    }

    private ReloadReport report(Outcome outcome, String reason, Requester by) {
        return new ReloadReport(name, outcome, number(), number(), reason, List.of(), by, Instant.now(), Map.of());
    }

    private CompletableFuture<ReloadReport> done(ReloadReport report) {
        return CompletableFuture.completedFuture(journaled(report));
    }

    private ReloadReport journaled(ReloadReport report) {
        view.reloaded(report);
        shop.journal().report(report);
        return report;
    }

    private void tellStep(HostEvent.Step step, ReloadReport report) {
        shop.journal().tell(new HostEvent.ReloadStep(name, report.at(), step, report));
    }

    private <T> CompletableFuture<T> refusedOperation(String message) {
        return CompletableFuture.failedFuture(new IllegalStateException(message));
    }

    private void remember(StateSnapshot state) {
        onDisk("state", () -> shop.services().memory().saveState(name, state));
    }

    private void onDisk(String what, DiskJob job) {
        shop.disk().execute(() -> {
            try {
                job.run();
            } catch (IOException e) {
                LOG.error("{}: its {} could not be kept in data/ ({}); it runs on", name, what, e.toString());
            }
        });
    }

    private interface DiskJob {
        void run() throws IOException;
    }

    /** What follows from the outcome of a reload. */
    private final class Swapping implements Reload.Outcome {
        private final Reload.Order order;
        private final CompletableFuture<ReloadReport> report;
        private final Reload mine;
        private final long from = number();

        Swapping(Reload.Order order, CompletableFuture<ReloadReport> report, Reload mine) {
            this.order = order;
            this.report = report;
            this.mine = mine;
        }

        @Override
        public void swapped(Generation next, @Nullable StateSnapshot handedOver) {
            release(current);
            current = next;
            built = new Actual.Built(next.spec(), order.artifact());
            held.remove(order.key());
            view.generation(next);
            view.content(next.spec(), order.artifact(), next.secretKeys());
            if (handedOver != null) {
                remember(handedOver);
            }
            onDisk("plugin", () -> shop.artifacts().makeDurable(order.artifact().digest()));
            goOn(next);
            boolean back = order.kind() == Reload.Kind.REINSTATE;
            view.note(back ? order.reason() + "; what its files hold now does not run" : "", List.of());
            finish(outcome(), order.reason(), HostEvent.Step.SWAPPED);
        }

        @Override
        public void refused(GenerationFailure failure, boolean oldWasHalted) {
            view.failed(from, failure.getMessage(), failure.stack());
            if (order.kind() == Reload.Kind.CHANGE) {
                held.add(order.key());
            }
            if (current != null && oldWasHalted) {
                goOn(current);
            }
            String reason = failure.getMessage() + remedy();
            if (current == null) {
                withoutGeneration(reason);
            } else if (order.kind() == Reload.Kind.REBUILD) {
                retryAfterFailure(failure.getMessage());
            }
            view.note(reason, failure.problems());
            finish(Outcome.REFUSED, reason, failure.problems(), HostEvent.Step.REFUSED);
        }

        @Override
        public void failedAfterClose(GenerationFailure failure, @Nullable StateSnapshot state) {
            view.failed(from, failure.getMessage(), failure.stack());
            if (state != null) {
                remember(state);
            }
            Actual.Built before = built;
            if (current == null || before == null || order.kind() == Reload.Kind.REBUILD) {
                release(current);
                current = null;
                view.generation(null);
                retryAfterFailure(failure.getMessage());
                finish(Outcome.REFUSED, failure.getMessage() + "; it is tried again", HostEvent.Step.REFUSED);
                return;
            }
            held.add(order.key());
            release(current);
            current = null;
            reload = null;
            begin(new Reload.Order(
                            before.spec(),
                            before.artifact(),
                            Reload.Kind.REINSTATE,
                            failure.getMessage() + "; generation " + from + " was brought back",
                            order.requester()))
                    .thenAccept(report::complete);
        }

        @Override
        public void superseded() {
            // whoever superseded it has taken its place
        }

        private void goOn(Generation next) {
            if (paused) {
                view.enter(TaskState.PAUSED, "paused");
            } else {
                view.enter(TaskState.RUNNING, "");
                next.run();
            }
        }

        private void withoutGeneration(String reason) {
            if (order.kind() == Reload.Kind.CHANGE || order.kind() == Reload.Kind.RESTART) {
                view.enter(TaskState.REFUSED, reason);
            } else {
                retryAfterFailure(reason);
            }
        }

        private void retryAfterFailure(String message) {
            Backoff.Verdict verdict = backoff.failed(order.spec().restart(), Instant.now());
            if (verdict instanceof Backoff.Verdict.GiveUp giveUp) {
                giveUp(giveUp, message);
                return;
            }
            Duration wait = verdict instanceof Backoff.Verdict.Wait w
                    ? w.backoff()
                    : ((Backoff.Verdict.Rebuild) verdict).backoff();
            view.enter(TaskState.BACKOFF, message + "; tried again in " + wait.toMillis() + " ms");
            retryIn(
                    wait,
                    rebuildOrder(new Actual.Built(order.spec(), order.artifact()), "tried again after: " + message));
        }

        private void release(@Nullable Generation old) {
            if (old != null) {
                shop.realms().release(old.realm());
            }
        }

        private Outcome outcome() {
            return order.kind() == Reload.Kind.REINSTATE
                    ? Outcome.ROLLED_BACK
                    : from == 0 ? Outcome.ADDED : Outcome.RELOADED;
        }

        private String remedy() {
            return current == null
                    ? "; nothing runs; change its file or plugin, or: reseat restart " + name
                    : "; generation " + current.number() + " goes on";
        }

        private void finish(Outcome outcome, String reason, HostEvent.Step step) {
            finish(outcome, reason, List.of(), step);
        }

        private void finish(Outcome outcome, String reason, List<Problem> problems, HostEvent.Step step) {
            if (reload == mine) {
                reload = null;
            }
            ReloadReport result = new ReloadReport(
                    name, outcome, from, number(), reason, problems, order.requester(), Instant.now(), mine.phases());
            journaled(result);
            tellStep(outcome == Outcome.ROLLED_BACK ? HostEvent.Step.ROLLED_BACK : step, result);
            if (step == HostEvent.Step.SWAPPED && outcome != Outcome.ROLLED_BACK) {
                tellStep(HostEvent.Step.COMMITTED, result);
            }
            report.complete(result);
        }
    }

    /** What a generation tells, brought to the owner thread; what an older generation tells is only logged. */
    private final class Events implements GenerationEvents {
        @Override
        public void cycleFailed(Generation generation, PluginFailure failure, boolean waits) {
            shop.owner().execute(() -> failed(generation, failure, waits));
        }

        @Override
        public void wentWell(Generation generation) {
            shop.owner().execute(() -> {
                if (generation == current && !busy()) {
                    backoff.recovered();
                    if (view.state() == TaskState.BACKOFF) {
                        cancelRetry();
                        view.enter(TaskState.RUNNING, "");
                    }
                }
            });
        }

        @Override
        public void completed(Generation generation) {
            shop.owner().execute(() -> {
                if (generation == current && !busy()) {
                    onDisk(
                            "completion",
                            () -> shop.services()
                                    .memory()
                                    .saveCompleted(name, generation.spec().configDigest()));
                    LOG.info("{}: ran once and is done", name);
                    view.enter(TaskState.COMPLETED, "ran once with this config");
                    end(Duration.ZERO);
                }
            });
        }

        @Override
        public void overdue(Generation generation, Duration timeout, String stack) {
            shop.owner().execute(() -> stuck(generation, timeout, stack));
        }

        private void failed(Generation generation, PluginFailure failure, boolean waits) {
            view.failed(generation.number(), failure.detail(), failure.stack());
            LOG.warn(
                    "{}: a cycle of generation {} failed: {}\n{}",
                    name,
                    generation.number(),
                    failure.detail(),
                    failure.stack());
            if (generation != current || !waits || busy() || paused) {
                return;
            }
            after(backoff.failed(generation.spec().restart(), Instant.now()), generation, failure.detail());
        }

        private void after(Backoff.Verdict verdict, Generation generation, String message) {
            if (verdict instanceof Backoff.Verdict.GiveUp giveUp) {
                giveUp(giveUp, message);
            } else if (verdict instanceof Backoff.Verdict.Wait wait) {
                view.enter(
                        TaskState.BACKOFF,
                        message + "; tried again in " + wait.backoff().toMillis() + " ms");
                generation.proceed(wait.backoff());
            } else if (verdict instanceof Backoff.Verdict.Rebuild rebuild && built != null) {
                String why = "rebuilt after " + backoff.inARow() + " failures in a row";
                view.enter(
                        TaskState.BACKOFF,
                        message + "; " + why + ", in " + rebuild.backoff().toMillis() + " ms");
                retryIn(rebuild.backoff(), rebuildOrder(built, why));
            }
        }

        private void stuck(Generation generation, Duration timeout, String stack) {
            String message = name + ": a cycle of generation " + generation.number() + " is over its timeout of "
                    + timeout.toMillis() + " ms and was interrupted";
            LOG.warn("{}\n{}", message, stack);
            shop.journal().tell(new HostEvent.Stuck(name, Instant.now(), generation.number(), message, stack));
            shop.services()
                    .clock()
                    .after(
                            shop.services().limits().interrupted(),
                            () -> shop.owner().execute(() -> stillStuck(generation, message)));
        }

        private void stillStuck(Generation generation, String message) {
            if (generation != current || busy() || !generation.overdue() || built == null) {
                return;
            }
            view.failed(generation.number(), message, "");
            Backoff.Verdict verdict = backoff.failed(generation.spec().restart(), Instant.now());
            if (verdict instanceof Backoff.Verdict.GiveUp giveUp) {
                giveUp(giveUp, message);
            } else {
                Duration wait = verdict instanceof Backoff.Verdict.Wait same
                        ? same.backoff()
                        : ((Backoff.Verdict.Rebuild) verdict).backoff();
                String why = message + ", and heeds no interrupt";
                view.enter(TaskState.BACKOFF, why + "; rebuilt in " + wait.toMillis() + " ms");
                retryIn(wait, rebuildOrder(built, "a cycle heeds no interrupt"));
            }
        }
    }
}
