/**
 * The benchmarks: a program that drives the packaged distribution from outside, as an operator does, with a bare loop
 * beside it in the same run, and prints a table.
 */
@NullMarked
package io.reseat.bench;

import org.jspecify.annotations.NullMarked;
