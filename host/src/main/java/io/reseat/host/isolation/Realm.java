package io.reseat.host.isolation;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What one plugin digest needs to run: a {@linkplain LoaderRealm class loader with its threads} in this JVM, or a child
 * JVM that has both. Counted by reference: who opens it holds the first one, and the last {@link #release} retires it as
 * one. Safe from any thread; nothing blocks.
 */
public interface Realm {
    /** {@code plugin@version#number}, as it stands in every stack trace of its classes. */
    String name();

    /** Unique in the host. */
    long number();

    /** What it was opened for. */
    Artifact artifact();

    /** What the plugin's author should know, such as a copy of the plugin API in the JAR that is ignored. */
    List<String> warnings();

    /** The threads of this JVM that run the plugin's code, or wait for a child JVM that does. */
    RealmThreads threads();

    /**
     * Holds the realm open once more.
     *
     * @throws IllegalStateException if it is retired
     */
    void retain();

    /**
     * Gives back one reference; the last retires the realm.
     *
     * @throws IllegalStateException if it was retired already
     */
    void release();

    /**
     * Completes when the realm is retired, its threads have ended and its loader or its process is closed, with how long
     * that took; never where a thread of it does not end.
     */
    CompletionStage<Duration> closed();

    /** The JVM that it is; empty where it is in this one. */
    default Optional<ChildJvm> jvm() {
        return Optional.empty();
    }

    /** Whether something is still to be built in it: its process, where it has one of its own, is alive, and no call hangs there. */
    boolean usable();

    /** Whether the last reference was given back. */
    boolean retired();
}
