package io.reseat.host.child;

import io.reseat.host.wire.Channel;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;

/** This JVM as a child of its host. Everything of it lives as long as the JVM. */
final class Child {
    private final PrintedLines out = new PrintedLines("out", Teller.TO_HOST, System::nanoTime);
    private final PrintedLines err = new PrintedLines("err", Teller.TO_HOST, System::nanoTime);

    private Child() {}

    /**
     * Serves the host until one of both ends. Called by the main thread, which reads from now on and never comes back.
     *
     * @param makePlugins with the channel to ask the host by
     */
    static void serve(Function<Channel, Plugins> makePlugins) {
        new Child().serveHost(makePlugins);
    }

    private void serveHost(Function<Channel, Plugins> makePlugins) {
        HostPipes pipes = HostPipes.take();
        takeStandardStreams();
        Asked asked = new Asked(this::look);
        Channel channel = new Channel("reseat-host", pipes.in(), new FreshLines(pipes.out()), asked);
        channel.tell("hello", hello());
        ChildLogProvider.select();
        JulToHost.select();
        Teller.TO_HOST.begin(channel);
        Plugins plugins = makePlugins.apply(channel);
        Ending ending = new Ending(channel, plugins, this::endLines);
        asked.begin(plugins, ending);
        ending.watch();
        channel.read();
    }

    private void takeStandardStreams() {
        System.setIn(InputStream.nullInputStream());
        System.setOut(out.printStream());
        System.setErr(err.printStream());
    }

    private void look() {
        out.look();
        err.look();
    }

    private void endLines() {
        out.endLine();
        err.endLine();
    }

    private static Map<String, Object> hello() {
        return Map.of(
                "protocol", Channel.VERSION,
                "pid", ProcessHandle.current().pid(),
                "java", Runtime.version().toString());
    }
}
