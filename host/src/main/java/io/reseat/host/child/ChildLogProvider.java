package io.reseat.host.child;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Sends what is logged to the host. Made by SLF4J, which finds it by a system property. */
public final class ChildLogProvider implements SLF4JServiceProvider {
    private final IMarkerFactory markers = new BasicMarkerFactory();

    /** Called by SLF4J. */
    public ChildLogProvider() {}

    /** Has SLF4J take this one, without a search on the class path; must come before anything is logged. */
    static void select() {
        System.setProperty("slf4j.provider", ChildLogProvider.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN"); // else it reports that it was told so
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return ChildLoggers.ALL;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return ThreadContexts.ALL;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99"; // any 2.0
    }

    @Override
    public void initialize() {}
}
