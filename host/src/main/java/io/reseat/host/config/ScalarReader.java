package io.reseat.host.config;

import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Resolved;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.Place;
import java.util.ArrayList;
import java.util.List;

/** Makes the scalars of one file: finds their kind and resolves their {@code ${…}}. */
final class ScalarReader {
    private final Placeholders placeholders;

    ScalarReader(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** A scalar of a known kind. */
    Scalar of(Place place, Kind kind, String text) {
        return new Scalar(place, kind, text, text);
    }

    /** A scalar without quotes, whose (resolved) text says what it is. */
    Scalar plain(Place place, String source) {
        if (!Placeholders.isIn(source)) {
            return of(place, CoreSchema.kind(source), source);
        }
        List<Resolved> resolved = new ArrayList<>();
        String text = placeholders.resolve(place, source, resolved);
        Kind kind = CoreSchema.kind(text);
        return new Scalar(place, kind == Kind.NULL ? Kind.STRING : kind, text, source, resolved);
    }

    /** A scalar in quotes, which is text whatever it looks like. */
    Scalar quoted(Place place, String source) {
        if (!Placeholders.isIn(source)) {
            return of(place, Kind.STRING, source);
        }
        List<Resolved> resolved = new ArrayList<>();
        return new Scalar(place, Kind.STRING, placeholders.resolve(place, source, resolved), source, resolved);
    }
}
