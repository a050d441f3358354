package io.reseat.host.child;

/** The main class of a child JVM. */
public final class ChildMain {
    private ChildMain() {}

    /** Called by the JVM. There are no arguments: the host says everything. */
    public static void main(String[] arguments) {
        Child.serve(HostedPlugins::new);
    }
}
