package io.reseat.samples.httpprobe;

import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.api.TaskFactory;

/** Makes probes. The host finds it through {@code META-INF/services}. */
public final class HttpProbeFactory implements TaskFactory<HttpProbeConfig> {
    @Override
    public String type() {
        return "http-probe";
    }

    @Override
    public Class<HttpProbeConfig> configType() {
        return HttpProbeConfig.class;
    }

    /** Reads the trust store already here, so that a bad one is refused while the predecessor still runs. */
    @Override
    public Task create(HttpProbeConfig config, TaskContext context) throws Exception {
        return new HttpProbe(config, Tls.context(config.trustStore(), context.dataDirectory()), context);
    }
}
