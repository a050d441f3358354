package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the keys of one map and refuses a second one of the same name. */
final class MappingBuilder {
    private final Place place;
    private final Problems problems;
    private final Map<String, ConfigNode.Entry> entries = new LinkedHashMap<>();

    MappingBuilder(Place place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    void add(String key, Place keyPlace, ConfigNode value) {
        ConfigNode.Entry first = entries.putIfAbsent(
                key, new ConfigNode.Entry(key.intern(), keyPlace, value)); // thousands of files have the same keys
        if (first != null) {
            problems.add(
                    keyPlace,
                    "the key '" + key + "' stands in line " + first.place().line() + " already; remove one of them");
        }
    }

    ConfigNode.Mapping build() {
        return new ConfigNode.Mapping(place, new ArrayList<>(entries.values()));
    }
}
