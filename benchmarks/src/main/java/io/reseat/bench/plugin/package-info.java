/** The plugin that is measured. It is packed into JARs of its own and never runs on the benchmark's class path. */
@NullMarked
package io.reseat.bench.plugin;

import org.jspecify.annotations.NullMarked;
