package io.reseat.host.binding;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ShownConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The problems of one binding, and the values that must not be in them. */
final class Findings {
    private static final int SHORT = 4;

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> hidden = new HashMap<>();

    /** Records a problem and leaves the part of the tree that has it. */
    UnboundException refuse(Place place, String message) {
        problems.add(new Problem(place, message));
        return new UnboundException();
    }

    List<Problem> inOrder() {
        return problems.stream()
                .sorted(Comparator.comparingInt((Problem p) -> p.place().line())
                        .thenComparingInt(p -> p.place().column()))
                .toList();
    }

    /** Remembers what must not be shown of a part: its secrets, or all of it. */
    void hide(ConfigNode node, boolean all) {
        if (node instanceof Scalar scalar) {
            if (all || scalar.secret()) {
                hidden.put(scalar.text(), all ? ShownConfig.MASK : scalar.shown());
            }
        } else if (node instanceof ConfigNode.Mapping mapping) {
            mapping.entries().forEach(entry -> hide(entry.value(), all));
        } else if (node instanceof ConfigNode.Sequence sequence) {
            sequence.items().forEach(item -> hide(item, all));
        }
    }

    /** What a message may show of a value. */
    String shown(Scalar scalar) {
        String mask = hidden.get(scalar.text());
        return "'" + (mask != null ? mask : scalar.shown()) + "'";
    }

    /** What a throwable says, without a value that must not be shown. Never fails, whatever the plugin's class does. */
    String reason(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        try {
            String message = thrown.getMessage();
            return message == null || message.isBlank() ? name : withoutSecrets(message);
        } catch (Throwable broken) {
            return name;
        }
    }

    String withoutSecrets(String message) {
        List<String> longestFirst = hidden.keySet().stream()
                .filter(text -> !text.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String clean = message;
        for (String text : longestFirst) {
            String word = Pattern.quote(text);
            String pattern = text.length() < SHORT ? "(?<![\\p{L}\\p{N}])" + word + "(?![\\p{L}\\p{N}])" : word;
            clean = clean.replaceAll(pattern, Matcher.quoteReplacement(hidden.get(text)));
        }
        return clean;
    }
}
