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
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("format", FORMAT);
        object.put("entries", past.entries().stream().map(PastFormat::entry).toList());
        Map<String, Object> texts = new LinkedHashMap<>();
        past.texts()
                .forEach((digest, text) -> texts.put(digest.hex(), Map.of("file", text.file(), "text", text.text())));
        object.put("texts", texts);
        object.put("held", past.held().stream().map(PastFormat::held).toList());
        return Json.write(object);
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

    private static Map<String, Object> entry(HistoryEntry entry) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("generation", entry.generation());
        object.put("revision", entry.revision());
        object.put("from", entry.from());
        object.put("at", entry.at().toString());
        object.put("outcome", entry.outcome().name());
        object.put("reason", entry.reason());
        object.put("by", entry.requester().kind().name());
        object.put("detail", entry.requester().detail());
        entry.content().ifPresent(content -> object.put("content", content(content)));
        Map<String, Object> phases = new LinkedHashMap<>();
        entry.phases().forEach((phase, time) -> phases.put(phase.name(), time.toNanos()));
        object.put("phases", phases);
        object.put("proved", entry.proved());
        return object;
    }

    private static Map<String, Object> content(HistoryEntry.Content content) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("plugin", content.plugin());
        object.put("artifact", content.artifact().hex());
        object.put("config", content.config().hex());
        object.put("text", content.text().hex());
        return object;
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

    private static Map<String, Object> held(HeldContent content) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("artifact", content.artifact().hex());
        object.put("config", content.config().hex());
        content.type().ifPresent(type -> object.put("type", type));
        object.put("isolation", content.isolation().name());
        object.put("runner", content.runner().name());
        object.put("why", content.why());
        object.put("at", content.at().toString());
        return object;
    }

    private static HeldContent held(JsonFields object) throws IOException {
        return new HeldContent(
                object.digest("artifact"),
                object.digest("config"),
                object.optionalText("type"),
                object.choice("isolation", Isolation.class),
                object.choice("runner", RunnerKind.class),
                object.text("why"),
                object.instant("at"));
    }
}
