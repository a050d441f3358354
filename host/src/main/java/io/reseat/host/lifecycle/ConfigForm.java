package io.reseat.host.lifecycle;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Entry;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Resolved;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.ConfigNode.Sequence;
import io.reseat.host.model.Place;
import io.reseat.host.store.JsonFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A config tree with its places as JSON values, for the way to a child JVM, where it is bound. Has secrets in it. */
final class ConfigForm {
    private ConfigForm() {}

    static Map<String, Object> of(ConfigNode node) {
        Map<String, Object> form = at(node.place());
        if (node instanceof Mapping mapping) {
            form.put("keys", mapping.entries().stream().map(ConfigForm::of).toList());
        } else if (node instanceof Sequence sequence) {
            form.put("items", sequence.items().stream().map(ConfigForm::of).toList());
        } else if (node instanceof Scalar scalar) {
            form.put("kind", scalar.kind().name());
            form.put("text", scalar.text());
            form.put("shown", scalar.shown());
            form.put("resolved", scalar.resolved().stream().map(ConfigForm::of).toList());
        }
        return form;
    }

    static Mapping mapping(JsonFields form) throws IOException {
        if (node(form) instanceof Mapping mapping) {
            return mapping;
        }
        throw new IOException("a config is no mapping");
    }

    static Place place(JsonFields form) throws IOException {
        return new Place(
                form.text("file"), Math.toIntExact(form.number("line")), Math.toIntExact(form.number("column")));
    }

    static Map<String, Object> at(Place place) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("file", place.file());
        form.put("line", place.line());
        form.put("column", place.column());
        return form;
    }

    private static Map<String, Object> of(Entry entry) {
        Map<String, Object> form = at(entry.place());
        form.put("key", entry.key());
        form.put("value", of(entry.value()));
        return form;
    }

    private static Map<String, Object> of(Resolved resolved) {
        return Map.of("placeholder", resolved.placeholder(), "value", resolved.value(), "secret", resolved.file());
    }

    private static ConfigNode node(JsonFields form) throws IOException {
        if (form.keys().contains("keys")) {
            List<Entry> entries = new ArrayList<>();
            for (JsonFields entry : form.objects("keys")) {
                entries.add(new Entry(entry.text("key"), place(entry), node(entry.object("value"))));
            }
            return new Mapping(place(form), entries);
        } else if (form.keys().contains("items")) {
            List<ConfigNode> items = new ArrayList<>();
            for (JsonFields item : form.objects("items")) {
                items.add(node(item));
            }
            return new Sequence(place(form), items);
        }
        return scalar(form);
    }

    private static Scalar scalar(JsonFields form) throws IOException {
        List<Resolved> resolved = new ArrayList<>();
        for (JsonFields one : form.objects("resolved")) {
            resolved.add(new Resolved(one.text("placeholder"), one.text("value"), one.flag("secret")));
        }
        return new Scalar(
                place(form), form.choice("kind", Kind.class), form.text("text"), form.text("shown"), resolved);
    }
}
