package io.reseat.bench;

import java.io.IOException;

/**
 * Task {@code t0} of a Reseat of its own, with a cycle each millisecond.
 *
 * @param subject the host
 * @param file the shape of its file
 */
record HostedTask(Subject subject, TaskFile file) implements Contender {
    static HostedTask start(Lab lab, String name, TaskFile file) throws IOException {
        Home home = lab.newHome(name)
                .plugin(PulseJar.beat("pulse", Home.newMarker()))
                .task("t0", file);
        return new HostedTask(lab.reseat(home).awaitTasks(1), file);
    }

    @Override
    public Change nextConfig() throws IOException {
        return subject.home().newConfig("t0", file);
    }

    @Override
    public Pulses pulses() {
        return subject.pulses();
    }

    @Override
    public void close() throws IOException {
        subject.close();
    }
}
