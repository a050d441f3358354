package io.reseat.bench;

import java.io.IOException;

/**
 * The bare loop and Reseat side by side, each with a home of the same shape: task {@code t0} of plugin {@code pulse}, and
 * idle neighbours of it.
 *
 * @param bare the bare loop, which runs t0 alone and watches all files
 * @param reseat the host, which runs them all
 */
record Pair(Subject bare, Subject reseat) implements AutoCloseable {
    static Pair start(Lab lab, String name, int neighbours) throws IOException {
        Home bareHome = home(lab, name + "-bare", neighbours);
        Home reseatHome = home(lab, name + "-reseat", neighbours);
        Subject bare = lab.bare(bareHome).awaitTasks(1);
        try {
            return new Pair(bare, lab.reseat(reseatHome).awaitTasks(neighbours + 1));
        } catch (IOException | RuntimeException e) {
            bare.close();
            throw e;
        }
    }

    private static Home home(Lab lab, String name, int neighbours) throws IOException {
        return lab.newHome(name)
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .task("t0", TaskFile.DEFAULT)
                .neighbours(neighbours, TaskFile.DEFAULT);
    }

    Duel fight(Lab lab, Duel.Changes changes, int warmUp, int runs) throws IOException {
        return Duel.fight(lab, bare, reseat, changes, warmUp, runs);
    }

    @Override
    public void close() throws IOException {
        try (bare) {
            reseat.close();
        }
    }
}
