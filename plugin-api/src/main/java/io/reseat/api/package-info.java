/**
 * What a plugin author compiles against.
 *
 * <p>A plugin is a JAR (or a folder of JARs and resources) that names one or more {@link io.reseat.api.TaskFactory}
 * classes in {@code META-INF/services/io.reseat.api.TaskFactory}. The host binds the {@code config:} of a task's file to
 * the factory's record, calls {@link io.reseat.api.TaskFactory#create create}, and runs the {@link io.reseat.api.Task} as
 * the file's {@code schedule:} says. When the JAR or the config changes, the host builds a new task beside the running
 * one and swaps them.
 *
 * <h2>A complete plugin</h2>
 *
 * <pre>{@code
 * public final class GreeterFactory implements TaskFactory<GreeterFactory.Config> {
 *     public record Config(String message, Duration patience) {
 *         public Config {
 *             if (message.isBlank()) throw new IllegalArgumentException("message must not be blank");
 *             if (patience == null) patience = Duration.ofSeconds(1);
 *         }
 *     }
 *
 *     @Override public String type() { return "greeter"; }
 *     @Override public Class<Config> configType() { return Config.class; }
 *
 *     @Override public Task create(Config config, TaskContext context) {
 *         Metrics.Counter greetings = context.metrics().counter("greetings");
 *         return () -> {
 *             context.logger().log(System.Logger.Level.INFO, config.message());
 *             greetings.increment();
 *             context.sleep(config.patience());
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>with the file {@code conf/tasks/hello.yaml}:
 *
 * <pre>{@code
 * plugin: greeter
 * schedule: every 10s
 * config:
 *   message: good morning
 *   patience: 250ms
 * }</pre>
 *
 * <h2>Rules that hold everywhere</h2>
 *
 * <ul>
 *   <li>No parameter or return value is null unless its Javadoc says so.
 *   <li>The host calls a task on threads of its plugin's realm, never on a thread of the host, with the plugin's
 *       class loader as the context class loader.
 *   <li>Anything thrown, an {@code Error} too, is caught, reported with the task's name and never stops another task.
 * </ul>
 */
package io.reseat.api;
