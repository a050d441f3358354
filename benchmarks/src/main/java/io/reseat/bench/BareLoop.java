package io.reseat.bench;

import io.reseat.api.Task;
import io.reseat.api.TaskFactory;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Reseat is compared with: the least that can replace a task while its JVM runs. A watch service, a new class loader
 * for every change, a new thread; no check of what it loads, no state, no way back. The main class of its own JVM; all of
 * it runs on that JVM's main thread but the task's cycles.
 */
final class BareLoop {
    private static final Pattern MARKER = Pattern.compile("marker: (\\d+)");
    private static final Pattern PULSES = Pattern.compile("pulses: (\\S+)");

    private static final Path TASK_FILE = Path.of("t0.yaml");
    private static final Path JAR = Path.of("pulse.jar");

    private final Path tasks;
    private final Path plugins;

    private BareLoop(Path home) {
        tasks = home.resolve("conf/tasks");
        plugins = home.resolve("plugins");
    }

    /** With a home it watches that; with none it sleeps, to show what an idle JVM costs. */
    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            Thread.currentThread().join();
        }
        new BareLoop(Path.of(args[0])).watch();
    }

    private void watch() throws Exception {
        try (WatchService watcher = tasks.getFileSystem().newWatchService()) {
            for (Path folder : new Path[] {tasks, plugins}) {
                folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            }
            Running running = start();
            while (true) {
                WatchKey key = watcher.take();
                if (concerns(key)) {
                    Running old = running;
                    old.stop();
                    running = start();
                    old.loader.close();
                }
                key.reset();
            }
        }
    }

    private boolean concerns(WatchKey key) {
        boolean result = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            Object name = event.context();
            result |= TASK_FILE.equals(name) || JAR.equals(name);
        }
        return result;
    }

    private Running start() throws Exception {
        String text = Files.readString(tasks.resolve(TASK_FILE));
        URLClassLoader loader =
                new URLClassLoader(new URL[] {plugins.resolve(JAR).toUri().toURL()}, BareLoop.class.getClassLoader());
        TaskFactory<?> factory =
                ServiceLoader.load(TaskFactory.class, loader).findFirst().orElseThrow();
        return Running.start(create(factory, text), loader);
    }

    @SuppressWarnings("NullAway") // this plugin asks its context for nothing
    private static <C> Task create(TaskFactory<C> factory, String text) throws Exception {
        Constructor<C> constructor = factory.configType().getConstructor(String.class, long.class);
        return factory.create(constructor.newInstance(find(PULSES, text), Long.parseLong(find(MARKER, text))), null);
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException(pattern + " is not in the file");
        }
        return matcher.group(1);
    }

    /** A started task: its thread, which waits after its cycle until it is interrupted, and its loader. */
    private record Running(Thread thread, URLClassLoader loader) {
        static Running start(Task task, URLClassLoader loader) {
            Thread thread = new Thread(() -> run(task));
            thread.setContextClassLoader(loader);
            thread.start();
            return new Running(thread, loader);
        }

        @SuppressWarnings("try") // a task's close() may throw InterruptedException
        private static void run(Task task) {
            try (task) {
                task.start();
                task.run();
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // stopped
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        void stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }
}
