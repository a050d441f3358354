package io.reseat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One task and the Python programs that do the same, whose workers gave way in turn.
 *
 * @param reseat the task's
 * @param twins those of the programs, by their ways; none where there is no Python
 */
record Match(Takeovers reseat, Map<String, Takeovers> twins) {
    /** Gives way again and again. */
    interface Play {
        List<Takeovers> of(List<Contender> contenders) throws IOException;
    }

    /** The title of a column with Python's figures. */
    static String title() throws IOException {
        return PythonTwin.version().map(version -> "Python " + version).orElse("Python 3: not on this machine");
    }

    /** Starts them, the task last, so that what it does after its turn meets the rest before the next round. */
    static Match play(Lab lab, String name, TaskFile file, List<String> ways, Play play) throws IOException {
        List<String> here = PythonTwin.version().isPresent() ? ways : List.of();
        List<Contender> contenders = new ArrayList<>();
        try {
            for (String way : here) {
                contenders.add(lab.python(way));
            }
            contenders.add(HostedTask.start(lab, name, file));
            List<Takeovers> all = play.of(contenders);
            Map<String, Takeovers> twins = new LinkedHashMap<>();
            for (int i = 0; i < here.size(); i++) {
                twins.put(here.get(i), all.get(i));
            }
            return new Match(all.get(here.size()), twins);
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
    }

    /** How long it took to the first cycle of what came. */
    Row wait(String what, Target target) {
        return row(what, target, Takeovers::waits);
    }

    /** From the last cycle of what went to the first of what came. */
    Row gap(String what, Target target) {
        return row(what, target, Takeovers::gaps);
    }

    private Row row(String what, Target target, Function<Takeovers, Distribution> figure) {
        Map<String, Distribution> beside = new LinkedHashMap<>();
        twins.forEach((way, takeovers) -> beside.put(way, figure.apply(takeovers)));
        return Row.beside(what, target, figure.apply(reseat), beside);
    }
}
