package io.reseat.host.children;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The main class of a host that starts children with processes below them, says which, and waits to be killed. */
final class PlayedHost {
    private PlayedHost() {}

    /** @param arguments the home, how many children, and the file to write all process numbers to */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Played host = new Played(home);
        List<ChildRealm> realms = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            realms.add(host.open());
        }
        List<String> pids = new ArrayList<>();
        for (ChildRealm realm : realms) {
            realm.ready().get(120, TimeUnit.SECONDS);
            pids.add(Long.toString(realm.pid()));
            pids.add(Long.toString(Played.spawned(realm, "spawn").pid()));
            pids.add(Long.toString(Played.spawned(realm, "register").pid()));
        }
        Process own = new ProcessBuilder("sh", "-c", "sleep 1000 & wait").start(); // a shell that has a child
        host.children.started("own", own.toHandle());
        pids.add(Long.toString(own.pid()));
        Path draft = Path.of(arguments[2] + ".tmp");
        Files.write(draft, pids);
        Files.move(draft, Path.of(arguments[2]));
        new CountDownLatch(1).await();
    }
}
