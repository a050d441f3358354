package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Place;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of one YAML document from the events of the parser that Jackson's YAML module uses too. The module
 * itself hides what is needed here: whether a scalar was quoted, anchors, a second document, and the place of a key.
 */
final class YamlTree {
    static final int DEEPEST = 64;
    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    private final String file;
    private final Iterator<Event> events;
    private final ScalarReader scalars;
    private final Problems problems;
    private Place reached;

    private YamlTree(String file, String text, ScalarReader scalars, Problems problems) {
        this.file = file;
        this.events = new Parse(SETTINGS).parseString(text).iterator();
        this.scalars = scalars;
        this.problems = problems;
        this.reached = Place.of(file);
    }

    static ConfigNode read(String file, String text, ScalarReader scalars, Problems problems)
            throws UnreadableFileException {
        YamlTree tree = new YamlTree(file, text, scalars, problems);
        try {
            return tree.document();
        } catch (MarkedYamlEngineException e) {
            throw new UnreadableFileException(tree.place(e.getProblemMark()), refusal(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new UnreadableFileException(Place.of(file), "is no valid YAML: " + e.getMessage());
        }
    }

    private static String refusal(String problem) {
        if (problem.contains("TAB") || problem.contains("\\t")) {
            return "a tab stands where only spaces may; indent with spaces";
        }
        return "is no valid YAML here: " + problem + remedy(problem);
    }

    private static String remedy(String problem) {
        if (problem.startsWith("mapping values")) {
            return "; a text with ': ' in it needs quotes";
        }
        return problem.endsWith("got {") ? "; inside [ ] and { } write '${…}' in quotes" : "";
    }

    private ConfigNode document() throws UnreadableFileException {
        expect(Event.ID.StreamStart);
        Event start = next();
        if (start.getEventId() == Event.ID.StreamEnd) {
            throw new UnreadableFileException(Place.of(file), "is empty");
        }
        ConfigNode root = node(next(), 1);
        expect(Event.ID.DocumentEnd);
        Event end = next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw new UnreadableFileException(place(end), "a second document starts here; write one file for each");
        }
        return root;
    }

    private void expect(Event.ID id) throws UnreadableFileException {
        Event event = next();
        if (event.getEventId() != id) {
            throw new IllegalStateException("the YAML parser gave " + event + " instead of " + id);
        }
    }

    private Event next() throws UnreadableFileException {
        try {
            Event event = events.next();
            reached = place(event);
            return event;
        } catch (YamlEngineException e) {
            throw e;
        } catch (RuntimeException e) { // it throws more than it documents: a "\x" at the end of a file, say
            throw new UnreadableFileException(
                    reached,
                    "is no valid YAML after this place; look for a '\\' without the digits that it needs: "
                            + e.getMessage());
        }
    }

    private ConfigNode node(Event event, int depth) throws UnreadableFileException {
        Place place = place(event);
        if (depth > DEEPEST) {
            throw new UnreadableFileException(place, "is nested deeper than " + DEEPEST + " levels");
        }
        refuseAnchor(event, place);
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), place);
            return scalar.isPlain()
                    ? scalars.plain(place, scalar.getValue())
                    : scalars.quoted(place, scalar.getValue());
        }
        if (event instanceof CollectionStartEvent collection) {
            refuseTag(collection.getTag(), place);
        }
        if (event instanceof MappingStartEvent) {
            return mapping(place, depth);
        }
        if (event instanceof SequenceStartEvent) {
            return sequence(place, depth);
        }
        return scalars.of(place, ConfigNode.Kind.NULL, ""); // an alias, refused above
    }

    private ConfigNode.Mapping mapping(Place place, int depth) throws UnreadableFileException {
        MappingBuilder mapping = new MappingBuilder(place, problems);
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            Place keyPlace = place(event);
            if (!(event instanceof ScalarEvent key)) {
                throw new UnreadableFileException(keyPlace, "a key must be a single word or text");
            }
            refuseAnchor(key, keyPlace);
            refuseTag(key.getTag(), keyPlace);
            ConfigNode value = node(next(), depth + 1);
            if (key.isPlain() && key.getValue().equals("<<")) {
                problems.add(keyPlace, "merge keys ('<<') are not taken; write the keys out");
            } else {
                mapping.add(key.getValue(), keyPlace, value);
            }
        }
        return mapping.build();
    }

    private ConfigNode.Sequence sequence(Place place, int depth) throws UnreadableFileException {
        List<ConfigNode> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(node(event, depth + 1));
        }
        return new ConfigNode.Sequence(place, items);
    }

    private void refuseAnchor(Event event, Place place) {
        if (event instanceof AliasEvent alias) {
            problems.add(
                    place, "aliases ('*" + alias.getAlias() + "') are not taken; write the value out, or quote it");
        } else if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            problems.add(
                    place, "anchors ('&" + node.getAnchor().get() + "') are not taken; remove it, or quote the value");
        }
    }

    private void refuseTag(Optional<String> tag, Place place) {
        if (tag.isPresent()) {
            problems.add(place, "tags ('!…') are not taken; remove it, or quote the value");
        }
    }

    private Place place(Event event) {
        return place(event.getStartMark());
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(m -> new Place(file, m.getLine() + 1, m.getColumn() + 1))
                .orElse(Place.of(file));
    }
}
