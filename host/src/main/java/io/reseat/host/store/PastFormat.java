package io.reseat.host.store;

import io.reseat.host.model.Digest;
import io.reseat.host.model.HeldContent;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Requester;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.TaskText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** A past as JSON. Stateless. */
final class PastFormat implements TaskDocuments.Format<Past> {
    private static final long FORMAT = 1;

    @Override
    public Past nothing() {
        return Past.NOTHING;
    }

    @Override
    public String loss() {
        return "its past is not known; it starts from its files";
    }

    @Override
    public byte[] toJson(Past past) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberProperty("format", FORMAT);
            json.writeArrayPropertyStart("entries");
            past.entries().forEach(entry -> write(json, entry));
            json.writeEndArray();
            json.writeObjectPropertyStart("texts");
            past.texts().forEach((digest, text) -> {
                json.writeObjectPropertyStart(digest.hex());
                json.writeStringProperty("file", text.file());
                json.writeStringProperty("text", text.text());
                json.writeEndObject();
            });
            json.writeEndObject();
            json.writeArrayPropertyStart("held");
            past.held().forEach(held -> write(json, held));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    @Override
    public Past fromJson(byte[] content) throws IOException {
        JsonFields object = new JsonFields(Json.read(content));
        if (object.number("format") != FORMAT) {
            throw new IOException("a newer version of the host wrote it");
        }
        List<HistoryEntry> entries = new ArrayList<>();
        for (JsonFields entry : object.objects("entries")) {
            entries.add(entry(entry));
        }
        Map<Digest, TaskText> texts = new LinkedHashMap<>();
        JsonFields raw = object.object("texts");
        for (String digest : raw.keys()) {
            JsonFields text = raw.object(digest);
            texts.put(new Digest(digest), new TaskText(text.text("file"), text.text("text")));
        }
        List<HeldContent> held = new ArrayList<>();
        for (JsonFields one : object.objects("held")) {
            held.add(held(one));
        }
        return new Past(entries, texts, held);
    }

    private static void write(JsonGenerator json, HistoryEntry entry) {
        json.writeStartObject();
        json.writeNumberProperty("generation", entry.generation());
        json.writeNumberProperty("revision", entry.revision());
        json.writeNumberProperty("from", entry.from());
        json.writeStringProperty("at", entry.at().toString());
        json.writeStringProperty("outcome", entry.outcome().name());
        json.writeStringProperty("reason", entry.reason());
        json.writeStringProperty("by", entry.requester().kind().name());
        json.writeStringProperty("detail", entry.requester().detail());
        entry.content().ifPresent(content -> write(json, content));
        json.writeObjectPropertyStart("phases");
        entry.phases().forEach((phase, time) -> json.writeNumberProperty(phase.name(), time.toNanos()));
        json.writeEndObject();
        json.writeBooleanProperty("proved", entry.proved());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, HistoryEntry.Content content) {
        json.writeObjectPropertyStart("content");
        json.writeStringProperty("plugin", content.plugin());
        json.writeStringProperty("artifact", content.artifact().hex());
        json.writeStringProperty("config", content.config().hex());
        json.writeStringProperty("text", content.text().hex());
        json.writeEndObject();
    }

    private static HistoryEntry.Content content(JsonFields object) throws IOException {
        return new HistoryEntry.Content(
                object.text("plugin"), object.digest("artifact"), object.digest("config"), object.digest("text"));
    }

    private static HistoryEntry entry(JsonFields object) throws IOException {
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        JsonFields raw = object.object("phases");
        for (String phase : raw.keys()) {
            phases.put(raw.constant(Phase.class, phase), Duration.ofNanos(raw.number(phase)));
        }
        Optional<JsonFields> content = object.optionalObject("content");
        return new HistoryEntry(
                object.number("generation"),
                Math.toIntExact(object.number("revision")),
                object.number("from"),
                object.instant("at"),
                object.choice("outcome", Outcome.class),
                object.text("reason"),
                new Requester(object.choice("by", Requester.Kind.class), object.text("detail")),
                content.isEmpty() ? Optional.empty() : Optional.of(content(content.get())),
                phases,
                object.flag("proved"));
    }

    private static void write(JsonGenerator json, HeldContent content) {
        json.writeStartObject();
        json.writeStringProperty("artifact", content.artifact().hex());
        json.writeStringProperty("config", content.config().hex());
        content.type().ifPresent(type -> json.writeStringProperty("type", type));
        json.writeStringProperty("isolation", content.isolation().name());
        json.writeStringProperty("runner", content.runner().name());
        content.process().ifPresent(process -> json.writeStringProperty("process", process.hex()));
        json.writeStringProperty("why", content.why());
        json.writeStringProperty("at", content.at().toString());
        if (content.vetoed()) {
            json.writeBooleanProperty("vetoed", true);
        }
        json.writeEndObject();
    }

    private static HeldContent held(JsonFields object) throws IOException {
        return new HeldContent(
                object.digest("artifact"),
                object.digest("config"),
                object.optionalText("type"),
                object.choice("isolation", Isolation.class),
                object.choice("runner", RunnerKind.class),
                object.optionalDigest("process"),
                object.text("why"),
                object.instant("at"),
                object.keys().contains("vetoed") && object.flag("vetoed"));
    }
}
