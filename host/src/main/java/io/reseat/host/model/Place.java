package io.reseat.host.model;

/**
 * Where something stands in a file.
 *
 * @param file the path as an operator would write it, relative to the home where it lies in it
 * @param line from 1 on, or 0 where the whole file is meant
 * @param column from 1 on, or 0 where the whole line is meant
 */
public record Place(String file, int line, int column) {
    /** The whole of a file. */
    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
