package io.reseat.host.store;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who, beside the user that runs this process and root, may change what lies in a home. Used once at start. */
final class HomeAccess {
    private static final Path GROUPS = Path.of("/etc/group");

    private final UserPrincipal self;
    private final List<Problem> problems = new ArrayList<>();

    private HomeAccess(UserPrincipal self) {
        this.self = self;
    }

    static List<Problem> problems(Path home) throws IOException {
        if (Files.getFileAttributeView(home, PosixFileAttributeView.class) == null) {
            return List.of();
        }
        HomeAccess access = new HomeAccess(whoRunsThis());
        for (String part : List.of("", "bin", "conf", "conf/tasks", "conf/reseat.yaml", "plugins", "lib", "data")) {
            Path place = home.resolve(part);
            if (Files.exists(place)) {
                access.look(place);
            }
        }
        return access.problems;
    }

    /** The owner of a file that this process makes: the name of the user is not known in every container. */
    private static UserPrincipal whoRunsThis() throws IOException {
        Path probe = Files.createTempFile("reseat", ".owner");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private void look(Path place) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(place, PosixFileAttributes.class);
        Set<PosixFilePermission> allowed = attributes.permissions();
        if (allowed.contains(PosixFilePermission.OTHERS_WRITE)) {
            report(place, "can be changed by every user of this machine: chmod o-w it");
        }
        if (allowed.contains(PosixFilePermission.GROUP_WRITE) && !ownGroup(attributes)) {
            report(place, "can be changed by the group " + attributes.group().getName() + ": chmod g-w it");
        }
        if (!attributes.owner().equals(self) && !isRoot(place)) {
            String owner = attributes.owner().getName();
            report(place, "belongs to " + owner + ", not to " + self.getName() + " who runs this host: chown it");
        }
    }

    private void report(Path place, String what) {
        problems.add(new Problem(
                Place.of(place.toString()),
                what + ", or start with --allow-shared-home. Who can change it can run code as " + self.getName()));
    }

    private static boolean isRoot(Path place) throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(place, "unix:uid"));
    }

    /** Whether a group is the private one of the owner, as Debian, Fedora and others make for each user (umask 002). */
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
