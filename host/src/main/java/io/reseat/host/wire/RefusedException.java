package io.reseat.host.wire;

import java.util.Map;

/** The other end refused what it was asked for; what it said is a failure as JSON values. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Object> body;

    /** @param body JSON values, as {@link io.reseat.host.store.JsonValues} has them */
    public RefusedException(Map<String, Object> body) {
        super(String.valueOf(body.get("text")), null, false, false);
        this.body = body;
    }

    /** What the other end said. */
    public Map<String, Object> body() {
        return body;
    }
}
