/** A plugin that requests URLs: nested config, state over reloads, threads and a client that end with the generation. */
@NullMarked
package io.reseat.samples.httpprobe;

import org.jspecify.annotations.NullMarked;
