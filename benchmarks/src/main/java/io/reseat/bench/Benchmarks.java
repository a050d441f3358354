package io.reseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The program: {@code [--short | --quick] [--distribution DIR] [--out FILE] [--into PAGE] [name …]}. Without names it
 * measures everything; with a page it puts the table there in place of the one before.
 */
public final class Benchmarks {
    private static final Map<String, List<Measurement>> ALL = new LinkedHashMap<>();

    static {
        put("config", new ConfigRename());
        put("inplace", new ConfigInPlace());
        put("jar", new JarRename());
        put("swap", new Swaps());
        put("rollback", new Rollback());
        put("reconfigure", new Reconfiguration());
        put("fleet", new Fleet());
        put("cpu", new ReloadCpu());
        put("idle", new IdleCost());
        put("start", new HostStart());
        put("operations", new Operations());
        put("scale", new Scale());
        put("virtual", new VirtualServices());
        put("runners", new HostedRunners(), new ProcessRunner());
        put("loss", new ChildLoss());
        put("orphans", new Orphans());
        put("writers", new JarWriters());
        put("endurance", new Endurance());
        put("kills", new KilledHosts());
    }

    private Effort effort = Effort.FULL;
    private Path distribution = Path.of("host/target/reseat");
    private Path out = Path.of("benchmarks/target/benchmarks.md");
    private @Nullable Path page;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Table> tables = new LinkedHashMap<>();

    private Benchmarks() {}

    private static void put(String name, Measurement... parts) {
        ALL.put(name, List.of(parts));
    }

    public static void main(String[] args) throws Exception {
        Benchmarks program = new Benchmarks();
        if (!program.understands(args)) {
            System.err.println(
                    "usage: benchmarks/run [--short | --quick] [--distribution DIR] [--out FILE] [--into PAGE] [name …]\nnames: "
                            + String.join(" ", ALL.keySet()));
            System.exit(2);
        }
        System.exit(program.run() ? 0 : 1);
    }

    private boolean understands(String[] args) {
        for (int i = 0; i < args.length; i++) {
            String next = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--short" -> effort = Effort.SHORT;
                case "--quick" -> effort = Effort.QUICK;
                case "--distribution" -> distribution = Path.of(next);
                case "--out" -> out = Path.of(next);
                case "--into" -> page = Path.of(next);
                default -> names.add(args[i]);
            }
            i += Set.of("--distribution", "--out", "--into").contains(args[i]) ? 1 : 0;
        }
        return ALL.keySet().containsAll(names)
                && (page == null || Page.takes(page))
                && Files.isExecutable(distribution.resolve("bin/reseat"));
    }

    private boolean run() throws IOException {
        boolean complete = true;
        double load = Machine.load();
        List<String> busy = new ArrayList<>();
        for (Map.Entry<String, List<Measurement>> entry : ALL.entrySet()) {
            if (names.isEmpty() || names.contains(entry.getKey())) {
                busy.add(entry.getKey() + " " + Machine.busyPercent() + " %");
                for (Measurement part : entry.getValue()) {
                    complete &= measure(entry.getKey(), part);
                }
                Files.createDirectories(out.toAbsolutePath().getParent());
                Files.writeString(out, text(load, busy));
            }
        }
        System.out.println("\n" + Files.readString(out));
        if (page != null) {
            Page.put(page, Files.readString(out));
        }
        return complete;
    }

    /** A measurement that fails is reported in the table and stops no other. */
    private boolean measure(String name, Measurement measurement) throws IOException {
        Table table = tables.computeIfAbsent(measurement.beside(), Table::new);
        try (Lab lab = new Lab(distribution.toAbsolutePath(), effort)) {
            measurement.measure(lab, row -> System.out.println(table.add(row, Machine.load())));
            return true;
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            System.out.println(
                    table.add(Row.fact(name, "–", "not measured: " + e.getMessage(), "0", false), Machine.load()));
            return false;
        }
    }

    private String text(double load, List<String> busy) throws IOException {
        return String.join("\n", tables.values().stream().map(Table::toString).toList()) + "\n- Machine: "
                + Machine.describe()
                + "\n- Load at the start: " + String.format(Locale.ROOT, "%.1f", load)
                + "; cores busy before each measurement: " + String.join(", ", busy)
                + "\n- Printed by: `" + command() + "`\n";
    }

    /** What prints the table again; paths of this machine are nobody's business. */
    private String command() {
        List<String> words = new ArrayList<>(List.of("benchmarks/run"));
        if (effort != Effort.FULL) {
            words.add("--" + effort.name().toLowerCase(Locale.ROOT));
        }
        if (page != null) {
            words.add("--into " + page);
        }
        words.addAll(names);
        return String.join(" ", words);
    }
}
