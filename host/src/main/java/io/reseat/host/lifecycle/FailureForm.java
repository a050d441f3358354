package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.model.Problem;
import io.reseat.host.store.JsonFields;
import io.reseat.host.wire.GoneException;
import io.reseat.host.wire.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What failed in a child JVM as JSON values, and back. A plugin's failure has its stack and whether it was an
 * interruption; that of a step has places in the task's file instead.
 */
final class FailureForm {
    private FailureForm() {}

    /** In the child: whatever a step completed with. */
    static RefusedException refused(String step, @Nullable Throwable thrown) {
        Throwable failure = cause(thrown);
        return new RefusedException(
                failure instanceof PluginFailure plugin ? of(plugin) : of(GenerationFailure.of(step, failure)));
    }

    static Map<String, Object> of(PluginFailure failure) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("text", String.valueOf(failure.getMessage()));
        form.put("what", failure.what());
        form.put("class", failure.exceptionClass());
        form.put("detail", failure.detail());
        form.put("stack", failure.stack());
        form.put("interruption", failure.interruption());
        return form;
    }

    private static Map<String, Object> of(GenerationFailure failure) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("text", failure.text());
        form.put("stack", failure.stack());
        List<Map<String, Object>> problems = new ArrayList<>();
        for (Problem problem : failure.problems()) {
            Map<String, Object> at = ConfigForm.at(problem.place());
            at.put("message", problem.message());
            problems.add(at);
        }
        form.put("problems", problems);
        form.put("state", failure.ofState());
        return form;
    }

    /** In the host: the failure of a step; a child that is gone is not the content's fault. */
    static GenerationFailure ofStep(String step, @Nullable Throwable thrown) {
        Throwable failure = cause(thrown);
        if (failure instanceof RefusedException refused) {
            return ofStep(step, new JsonFields(refused.body()));
        } else if (failure instanceof GoneException gone) {
            String text = step + " failed: " + gone.getMessage();
            return gone.ofContent() ? GenerationFailure.saying(text) : GenerationFailure.ofLoss(text);
        }
        return GenerationFailure.of(step, failure);
    }

    /** In the host: what a plugin threw in the child. */
    static PluginFailure ofPlugin(String what, @Nullable Throwable thrown) {
        Throwable failure = cause(thrown);
        if (failure instanceof RefusedException refused && refused.body().containsKey("class")) {
            try {
                return plugin(new JsonFields(refused.body()));
            } catch (IOException e) {
                return PluginFailure.found(what, "its child JVM failed and did not say how: " + e.getMessage());
            }
        }
        return PluginFailure.found(what, failure == null ? "no error was left" : String.valueOf(failure.getMessage()));
    }

    static PluginFailure plugin(JsonFields form) throws IOException {
        return PluginFailure.told(
                form.text("what"),
                form.text("class"),
                form.text("detail"),
                form.text("stack"),
                form.flag("interruption"));
    }

    private static GenerationFailure ofStep(String step, JsonFields form) {
        try {
            if (form.keys().contains("class")) {
                return GenerationFailure.of(step, plugin(form));
            } else if (!form.keys().contains("problems")) {
                return GenerationFailure.ofHost(step + " failed in the child JVM: " + form.text("text"));
            }
            List<Problem> problems = new ArrayList<>();
            for (JsonFields problem : form.objects("problems")) {
                problems.add(new Problem(ConfigForm.place(problem), problem.text("message")));
            }
            return new GenerationFailure(form.text("text"), problems, form.text("stack"));
        } catch (IOException e) {
            return GenerationFailure.ofHost(
                    step + " failed in the child JVM, which did not say how: " + e.getMessage());
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
