package io.reseat.host;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The map of the host in {@code docs/architecture.md}, as rules. A new package needs a row here, with its reason. */
class ArchitectureTest {
    private static final String HOST = "io.reseat.host";
    private static final String API = "io.reseat.api";
    private static final String[] JDK = {
        "java.lang..",
        "java.util..",
        "java.io..",
        "java.nio..",
        "java.net..",
        "java.time..",
        "java.math..",
        "java.security.."
    };
    private static final String LOG = "org.slf4j..";
    private static final String NULLNESS = "org.jspecify.annotations..";
    private static final String JSON_STREAMS = "tools.jackson.core..";
    private static final String CRON = "com.cronutils..";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.reseat");
    private static final JavaClasses HOST_CLASSES = MAIN.that(resideInAPackage(HOST + ".."));

    /** What a package may know beside itself: packages of the host by their short names, all else as patterns. */
    private static final List<Row> MAP = List.of(
            row("model", "values are what all packages exchange, so they know none of them")
                    .jdk(),
            row("watch", "it says that something changed and is quiet, not what that means")
                    .knows("model")
                    .jdk()
                    .uses("org.apache.commons.vfs2..", "com.jcraft.jsch..", LOG),
            row("config", "it turns text into values; who runs them is not its concern")
                    .knows("model")
                    .jdk()
                    .uses(JSON_STREAMS, "org.snakeyaml.engine..", CRON, "javax.crypto.."),
            row("store", "artifacts and memory are files; a mapper would keep the classes that it has seen")
                    .knows("model")
                    .jdk()
                    .uses(JSON_STREAMS, "javax.crypto.."),
            row("wire", "what is said between a host and its child JVMs is values, whoever means what by them")
                    .knows("store")
                    .jdk(),
            row("plan", "it is pure: no clock, no file, no log, so that plan() shows exactly what would happen")
                    .knows("model")
                    .uses("java.lang..", "java.util.."),
            row("isolation", "it keeps a plugin apart, whatever runs in it, so that it can be tested alone")
                    .knows("model")
                    .jdk()
                    .uses(API + "..", "java.beans..", "java.sql..", "javax.management.."),
            row("binding", "a mapper belongs to one realm, and needs to know nothing of it")
                    .knows("model")
                    .jdk()
                    .uses(API + "..", "tools.jackson..", "com.fasterxml.jackson.annotation.."),
            row("children", "processes are started, watched and ended; what runs in them is for others")
                    .knows("model", "isolation", "wire", "store")
                    .jdk()
                    .uses(LOG),
            row("lifecycle", "one generation knows nothing of files, other tasks or operators")
                    .knows("model", "isolation", "binding", "store", "wire", "children")
                    .jdk()
                    .uses(API + "..", CRON, "com.sun.management..", LOG),
            row("child", "it makes a JVM a child and lets lifecycle run the plugins, so it needs nothing that decides")
                    .knows("model", "isolation", "lifecycle", "store", "wire")
                    .jdk()
                    .uses("com.sun.management..", LOG),
            row("reconcile", "the owner thread decides and calls no plugin, so it does not know the plugin API")
                    .knows("model", "watch", "config", "store", "plan", "isolation", "lifecycle", "children")
                    .jdk()
                    .uses(LOG),
            row("management", "clients see values, and ask through Control alone")
                    .knows("model", "reconcile")
                    .jdk()
                    .uses("javax.management..", "jdk.jfr..", LOG),
            row("cli", "a client of a running host knows what that shows, and none of its parts")
                    .knows("model", "management")
                    .jdk()
                    .uses("javax.management..", "com.sun.tools.attach..", "picocli..", "tools.jackson.."));

    @Test
    void theClassesWereSeen() {
        assertTrue(HOST_CLASSES.size() > 300, () -> "only " + HOST_CLASSES.size() + " classes of the host");
        assertTrue(MAIN.that(resideInAPackage(API)).size() >= 10, "the plugin API was not seen");
    }

    @Test
    void eachPackageIsOnTheMap() {
        Set<String> found = HOST_CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(HOST))
                .map(name -> name.substring(HOST.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(MAP.stream().map(Row::name).collect(Collectors.toCollection(TreeSet::new)), found);
    }

    @Test
    void eachPackageKnowsOnlyWhatTheMapShows() {
        assertAll(MAP.stream().map(Row::rule).map(rule -> () -> rule.check(HOST_CLASSES)));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(HOST + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("what is in a cycle can only be read, tested and changed as a whole")
                .check(HOST_CLASSES);
    }

    @Test
    void leavesKnowNoSibling() {
        Set<String> leaves = Set.of("watch", "config", "store", "plan", "isolation", "binding");
        ArchRule[] rules = leaves.stream()
                .map(leaf -> noClasses()
                        .that()
                        .resideInAPackage(HOST + "." + leaf)
                        .should()
                        .dependOnClassesThat(resideInAPackage(HOST + "..")
                                .and(not(resideInAPackage(HOST + "." + leaf)))
                                .and(not(resideInAPackage(HOST + ".model"))))
                        .because("leaves exchange values; whoever is above them passes callbacks"))
                .toArray(ArchRule[]::new);
        assertAll(Stream.of(rules).map(rule -> () -> rule.check(HOST_CLASSES)));
    }

    @Test
    void nothingKnowsTheRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HOST)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOST)
                .because("the root wires the rest; what needs it could run in no other host")
                .check(HOST_CLASSES);
    }

    @Test
    void onlyCommandsPrintOrEndTheProcess() {
        String[] commands = {HOST, HOST + ".cli"};
        assertAll(
                () -> noClasses()
                        .that()
                        .resideOutsideOfPackages(commands)
                        .should(ACCESS_STANDARD_STREAMS)
                        .because("a host logs; its standard streams belong to whoever started it")
                        .check(HOST_CLASSES),
                () -> noClasses()
                        .that()
                        .resideOutsideOfPackages(HOST, HOST + ".cli", HOST + ".child")
                        .should()
                        .callMethod(System.class, "exit", int.class)
                        .orShould()
                        .callMethod(Runtime.class, "exit", int.class)
                        .orShould()
                        .callMethod(Runtime.class, "halt", int.class)
                        .because("one failed part must not end the tasks of all others")
                        .check(HOST_CLASSES));
    }

    @Test
    void atMostHalfOfTheHostIsPublic() {
        List<JavaClass> topLevel = HOST_CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .toList();
        long open = topLevel.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();
        assertTrue(open * 2 <= topLevel.size(), () -> open + " of " + topLevel.size() + " types are public");
    }

    @Test
    void eachPackageIsNullMarked() {
        classes()
                .should()
                .resideInAnyPackage(MAIN.stream()
                        .map(JavaClass::getPackage)
                        .filter(all -> all.isAnnotatedWith(NullMarked.class))
                        .map(all -> all.getName())
                        .toArray(String[]::new))
                .because("NullAway looks at no package without @NullMarked, and says so to nobody")
                .check(HOST_CLASSES);
    }

    @Test
    void thePluginApiNeedsNothingButJavaBase() {
        Set<String> base = Object.class.getModule().getPackages();
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAPackage(API)
                        .or(describe("are in java.base", type -> base.contains(type.getPackageName()))))
                .because("every plugin sees it, so whatever it needs would be pushed on all of them")
                .check(MAIN.that(resideInAPackage(API)));
    }

    @Test
    void noTestSleeps() {
        JavaClasses tests = testClasses();
        assertTrue(tests.size() > 50, () -> "only " + tests.size() + " test classes");
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethodWhere(describe(
                        "TimeUnit.sleep is called",
                        call -> call.getName().equals("sleep")
                                && call.getTargetOwner().isEquivalentTo(TimeUnit.class)))
                .because("a test waits for what it tests, or it is slow on good days and wrong on bad ones")
                .check(tests);
    }

    /** Of all modules that are compiled by now. */
    private static JavaClasses testClasses() {
        List<Path> folders = new ArrayList<>();
        for (String module : List.of(".", "..", "../sample-plugins")) {
            try (Stream<Path> children = Files.list(Path.of(module))) {
                Stream.concat(Stream.of(Path.of(module)), children)
                        .map(child -> child.resolve("target/test-classes"))
                        .filter(Files::isDirectory)
                        .forEach(folders::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ClassFileImporter().importPaths(folders);
    }

    private static Row row(String name, String because) {
        return new Row(name, because, List.of(HOST + "." + name, NULLNESS));
    }

    /** What one package may know; the methods give a row that may know more. */
    private record Row(String name, String because, List<String> known) {
        Row knows(String... packages) {
            return with(Stream.of(packages).map(other -> HOST + "." + other));
        }

        Row jdk() {
            return with(Stream.of(JDK));
        }

        Row uses(String... patterns) {
            return with(Stream.of(patterns));
        }

        ArchRule rule() {
            return classes()
                    .that()
                    .resideInAPackage(HOST + "." + name)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(known.toArray(String[]::new))
                    .because(because);
        }

        private Row with(Stream<String> more) {
            return new Row(name, because, Stream.concat(known.stream(), more).toList());
        }
    }
}
