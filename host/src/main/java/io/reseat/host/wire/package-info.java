/**
 * What a host and its child JVMs say to each other: one JSON object a line, over the child's standard input and output.
 *
 * <p>A message is {@code {"id": 7, "ask": "start", "body": {…}}}, answered by {@code {"id": 7, "ok": {…}}} or
 * {@code {"id": 7, "refused": {…}}}, or it is {@code {"tell": "log", "body": {…}}} and has no answer. Both ends may ask and
 * tell. A line that is no message is what a plugin printed past {@code System.out}; it is logged, if there is not too much.
 * A child may share its output with other processes, so a line of it that is longer than a page comes in
 * {@linkplain Parts parts}.
 *
 * <p>Version {@link io.reseat.host.wire.Channel#VERSION} of what is said. {@code g} is a generation's key: tasks may share a child,
 * and have generations of one number.
 *
 * <pre>
 * child tells   hello       protocol, pid, java                        first of all; the host ends a child of another protocol
 * host asks     open        number, artifact, scratch, home, epoch,    opens the realm of one plugin, and warms what a build
 *                           limits, levels                             needs → name, warnings
 *               rehearse    lives                                    leads so many generations of the host's own through their
 *                                                                    lives, so that the code of the way is warm
 *               limits      build, step, interrupted, state (ms, bytes)  take effect at once
 *               levels      logger → level                             take effect at once
 *               build       g, generation, task, type,                 → starts, checks, stateful, stateVersion, reconfigurable, overlaps,
 *                           service, isolation, config, file,            secretKeys
 *                           dataDirectory
 *               restore     g, state        start g     check g     close g
 *               save        g                                          → state, or nothing
 *               bind        g, config                                  → bound, a number for reconfigure
 *               reconfigure g, bound                                   → refusal, lost
 *               run         g               one cycle                  → cpu (ns), bytes
 *               stopping    g, now          interrupt g
 *               metrics     g                                          → counters, gauges, timers
 *               stacks      g                                          → text
 *               ping                                                   → heapUsed, heapMax, cpu (ns), threads
 *               end                         closes what is left and ends the JVM
 * child asks    checkpoint  g, state                                   answered when it is on disk
 * child tells   ready       g
 *               hangs       g, call, text, stack                       a step that heeds no interrupt and is left alone
 *               freed       call                                       it ended at last
 *               log         level, logger, message, thrown, task, thread
 *               out         stream, task, line                         what a plugin printed
 *               started     pid, start (ProcessStart), task            a process of TaskContext.startProcess
 *               ended       pid, start
 *               exiting     task, what                                 a plugin called System.exit; said as the JVM goes
 * </pre>
 *
 * <p>A refusal is a failure as text: no exception, and no class of a plugin crosses.
 */
@NullMarked
package io.reseat.host.wire;

import org.jspecify.annotations.NullMarked;
