package io.reseat.host.store;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who, beside the user that runs this process and root, may change what a host runs. Used once at start. */
final class HomeAccess {
    private static final Path GROUPS = Path.of("/etc/group");
    private static final int GROUP_WRITE = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int MOST = 20;

    /** Of one file, in numbers: names are asked for only where there is something to tell. */
    private record Access(int mode, int owner, int group) {
        static Access of(Path place) throws IOException {
            Map<String, Object> unix = Files.readAttributes(place, "unix:mode,uid,gid");
            return new Access(number(unix, "mode"), number(unix, "uid"), number(unix, "gid"));
        }

        private static int number(Map<String, Object> attributes, String name) {
            return (Integer) Objects.requireNonNull(attributes.get(name), name);
        }

        boolean allows(int bit) {
            return (mode & bit) != 0;
        }
    }

    /** An owner and a group. */
    private record Pair(int owner, int group) {}

    private final int self;
    private final String selfName;
    private final Set<Path> seen = new HashSet<>();
    private final Map<Pair, Boolean> ownGroups = new HashMap<>(); // many files have few owners
    private final List<Problem> problems = new ArrayList<>();
    private int more;

    /** @param own a file that this process made: the name of its user is not known in every container */
    private HomeAccess(Path own) throws IOException {
        this.self = Access.of(own).owner();
        this.selfName = Files.getOwner(own).getName();
    }

    /**
     * Looks at a home, and at the folders that its tasks and plugins come from, wherever they are.
     *
     * @param plugins looked at to its depth, because a plugin may be a folder
     */
    static List<Problem> problems(Path home, Path tasks, Path plugins) throws IOException {
        if (Files.getFileAttributeView(home, PosixFileAttributeView.class) == null) {
            return List.of();
        }
        Path own = Files.createTempFile("reseat", ".owner");
        try {
            HomeAccess access = new HomeAccess(own);
            access.lookAt(home, tasks, plugins);
            return access.told(home);
        } finally {
            Files.delete(own);
        }
    }

    private void lookAt(Path home, Path tasks, Path plugins) throws IOException {
        lookInto(home, 0);
        lookInto(home.resolve("data"), 0); // closed to others, so they do not come to what is in it
        for (String part : List.of("bin", "lib", "conf", "conf/tasks")) {
            lookInto(home.resolve(part), 1);
        }
        lookInto(nearest(tasks), tasks.equals(nearest(tasks)) ? 1 : 0);
        lookInto(nearest(plugins), 0);
        for (Path plugin : entries(plugins)) {
            lookInto(plugin, Integer.MAX_VALUE);
        }
    }

    /** Who may write to the folder above a missing one can make it. */
    private static Path nearest(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /** A folder to a depth, or a file; links are followed from here, and not below. */
    private void lookInto(Path place, int depth) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        Files.walkFileTree(place.toRealPath(), EnumSet.noneOf(FileVisitOption.class), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) throws IOException {
                return visitFile(folder, is);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
                lookOnce(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException cannotBeRead) {
                return FileVisitResult.CONTINUE; // the host cannot take it either, and says so
            }
        });
    }

    private void lookOnce(Path place) throws IOException {
        if (!seen.add(place)) {
            return;
        }
        try {
            look(place);
        } catch (NoSuchFileException e) {
            seen.remove(place); // a link to nowhere, or gone meanwhile: there is nothing to change
        }
    }

    private void look(Path place) throws IOException {
        Access access = Access.of(place);
        if (access.allows(OTHERS_WRITE)) {
            report(place, "can be changed by every user of this machine: chmod o-w it");
        }
        if (access.allows(GROUP_WRITE) && !ownGroup(access, place)) {
            String group = Files.readAttributes(place, PosixFileAttributes.class)
                    .group()
                    .getName();
            report(place, "can be changed by the group " + group + ": chmod g-w it");
        }
        if (access.owner() != self && access.owner() != 0) {
            String owner = Files.getOwner(place).getName();
            report(place, "belongs to " + owner + ", not to " + selfName + " who runs this host: chown it");
        }
    }

    private void report(Path place, String what) {
        if (problems.size() == MOST) {
            more++;
            return;
        }
        problems.add(new Problem(
                Place.of(place.toString()),
                what + ", or start with --allow-shared-home. Who can change it can run code as " + selfName));
    }

    private List<Problem> told(Path home) {
        if (more > 0) {
            problems.add(new Problem(Place.of(home.toString()), "and " + more + " more of this kind"));
        }
        return problems;
    }

    /** Whether a group is the private one of the owner, as Debian, Fedora and others make for each user (umask 002). */
    private boolean ownGroup(Access access, Path place) throws IOException {
        Pair pair = new Pair(access.owner(), access.group());
        Boolean known = ownGroups.get(pair);
        if (known == null) {
            known = ownGroup(Files.readAttributes(place, PosixFileAttributes.class));
            ownGroups.put(pair, known);
        }
        return known;
    }

    private static boolean ownGroup(PosixFileAttributes attributes) throws IOException {
        String owner = attributes.owner().getName();
        return attributes.group().getName().equals(owner)
                && membersOf(owner)
                        .map(members -> members.stream().allMatch(owner::equals))
                        .orElse(false);
    }

    private static Optional<List<String>> membersOf(String group) throws IOException {
        if (!Files.isReadable(GROUPS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(GROUPS)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length == 4 && fields[0].equals(group))
                    .map(fields -> Arrays.stream(fields[3].split(",", -1))
                            .filter(name -> !name.isBlank())
                            .toList())
                    .findFirst();
        }
    }
}
