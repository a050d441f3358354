/**
 * What makes a JVM a child: it speaks with its host over what were its standard streams, sends there what a plugin logs
 * and prints, and ends when its host is gone. What is asked of plugins is answered by others.
 *
 * <p>It runs beside every task with {@code runner: process}, so it loads no class that it can do without.
 */
@NullMarked
package io.reseat.host.child;

import org.jspecify.annotations.NullMarked;
