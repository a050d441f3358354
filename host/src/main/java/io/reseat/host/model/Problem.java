package io.reseat.host.model;

/**
 * Something in a file that keeps it from being used. Holds text alone, never an exception.
 *
 * @param place where
 * @param message what is wrong and what to write instead; names the key or value; never shows a secret
 */
public record Problem(Place place, String message) {
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
