package io.reseat.bench;

/** How thorough a measurement is. */
enum Effort {
    /** Every run that the page's figures need. */
    FULL,
    /** A fifth of the runs at the full sizes, for a figure within minutes. */
    SHORT,
    /** A smoke run: it shows that the program works, and gives no figure to quote. */
    QUICK
}
