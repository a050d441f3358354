package io.reseat.host.children;

import io.reseat.host.wire.Channel;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One child JVM as a process: what it says is read by threads of its own, and its end is noticed. Safe from any thread. */
final class Jvm {
    /** What the JVM said last is read within it; only what it started can hold its streams open for longer. */
    private static final long LAST_WORDS_MILLIS = 300;

    private final Process process;
    private final Channel channel;
    private final Stderr stderr;
    private final CompletableFuture<Exit> gone;

    private Jvm(Process process, String name, Channel.End end, ChildLog log) {
        this.process = process;
        this.channel = new Channel(name, process.getInputStream(), process.getOutputStream(), end);
        this.stderr = new Stderr(log::raw, System::nanoTime);
        this.gone = process.onExit().thenCompose(ended -> lastWords());
        channel.begin();
        stderr.begin(name, process.getErrorStream());
    }

    /**
     * Starts it; its first words may come before this returns. Where that fails midway, no process is left.
     *
     * @param name of its threads
     * @param recorder takes the process, that it may not outlive the host
     * @throws IOException if there can be no such process
     */
    static Jvm start(
            ProcessBuilder builder, String name, Channel.End end, ChildLog log, Consumer<ProcessHandle> recorder)
            throws IOException {
        Process process = builder.start();
        try {
            recorder.accept(process.toHandle());
            return new Jvm(process, name, end, log);
        } catch (RuntimeException | Error e) { // no thread can be had, for example
            Family.kill(process.toHandle());
            throw e;
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    long pid() {
        return process.pid();
    }

    Channel channel() {
        return channel;
    }

    /** Completes when the process has ended and what it said is read. */
    CompletionStage<Exit> gone() {
        return gone;
    }

    private CompletableFuture<Exit> lastWords() {
        CompletableFuture<Void> read = CompletableFuture.allOf(channel.over().toCompletableFuture(), stderr.over());
        return read.completeOnTimeout(null, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(nothing -> new Exit(pid(), process.exitValue(), stderr.last()));
    }
}
