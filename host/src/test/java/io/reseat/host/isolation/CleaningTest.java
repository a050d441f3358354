package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.ask;
import static io.reseat.host.isolation.Realms.probe;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.reseat.host.testing.PluginJar;
import java.lang.management.ManagementFactory;
import java.util.logging.Handler;
import java.util.logging.Logger;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A plugin that leaves something behind in the JDK leaves memory all the same; each test leaks without its cause. */
final class CleaningTest {
    @RegisterExtension
    final Realms realms = Realms.thatAreCollected();

    @Test
    void aJdbcDriverIsDeregistered() throws Exception {
        LoaderRealm realm = realms.open(driver(probe("driver", """
                java.sql.DriverManager.registerDriver(new Driver());
                return java.sql.DriverManager.getDriver("jdbc:probe:").getClass().getName();
                """)));
        assertEquals("probe.Driver", ask(realm));
        realm.release();
    }

    /** The driver manager looks for service files once in a JVM; here the first plugin has used it up. */
    @Test
    void theDriversThatAPluginNamesAreThereInEveryRealm() throws Exception {
        PluginJar plugin = driver(probe(
                        "named", "return java.sql.DriverManager.getDriver(\"jdbc:probe:\").getClass().getName();"))
                .service("java.sql.Driver", "probe.Missing")
                .service("java.sql.Driver", "probe.Driver");
        for (int i = 0; i < 2; i++) {
            LoaderRealm realm = realms.open(plugin);
            assertEquals("probe.Driver", ask(realm));
            realm.release();
        }
    }

    @Test
    void cachedResourceBundlesAreCleared() throws Exception {
        leak(probe("bundle", "return java.util.ResourceBundle.getBundle(\"probe.Words\").getString(\"hello\");")
                .source("probe.Words", """
                        package probe;
                        public class Words extends java.util.ListResourceBundle {
                            protected Object[][] getContents() { return new Object[][] {{"hello", "left"}}; }
                        }
                        """));
    }

    @Test
    void whatTheIntrospectorKnowsIsFlushed() throws Exception {
        leak(probe(
                "bean", "return java.beans.Introspector.getBeanInfo(ProbeFactory.class) == null ? \"\" : \"left\";"));
    }

    @Test
    void anMBeanIsUnregistered() throws Exception {
        leak(probe("mbean", """
                        java.lang.management.ManagementFactory.getPlatformMBeanServer()
                                .registerMBean(new Counter(), new javax.management.ObjectName("probe:type=Left"));
                        return "left";
                        """)
                .source("probe.CounterMBean", "package probe; public interface CounterMBean { int getCount(); }")
                .source(
                        "probe.Counter",
                        "package probe; public class Counter implements CounterMBean"
                                + " { public int getCount() { return 1; } }"));
        assertFalse(ManagementFactory.getPlatformMBeanServer().isRegistered(new ObjectName("probe:type=Left")));
    }

    @Test
    void aLogHandlerOfThePluginIsRemoved() throws Exception {
        int before = Logger.getLogger("").getHandlers().length;
        leak(probe("handler", "java.util.logging.Logger.getLogger(\"\").addHandler(new Sink()); return \"left\";")
                .source(
                        "probe.Sink",
                        subclass(
                                "Sink",
                                "java.util.logging.Handler",
                                "publish(java.util.logging.LogRecord r) {}",
                                "flush() {}",
                                "close() {}")));
        assertEquals(before, Logger.getLogger("").getHandlers().length);
    }

    @Test
    void aHandlerOfTheJdkWithAFormatterOfThePluginIsRemoved() throws Exception {
        leak(probe("formatter", """
                        var handler = new java.util.logging.StreamHandler(System.out, new Lines());
                        java.util.logging.Logger.getLogger("").addHandler(handler);
                        return "left";
                        """)
                .source(
                        "probe.Lines",
                        "package probe; public class Lines extends java.util.logging.Formatter"
                                + " { public String format(java.util.logging.LogRecord r) { return \"\"; } }"));
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            assertFalse(handler.getFormatter().getClass().getName().startsWith("probe."));
        }
    }

    /** It hides outside the realm's group and has the plugin's loader as its context loader. */
    @Test
    void aThreadInAnotherGroupIsInterrupted() throws Exception {
        leak(probe("stray", """
                ThreadGroup top = Thread.currentThread().getThreadGroup().getParent();
                Thread stray = new Thread(top, () -> {
                    try { Thread.sleep(1_000_000); } catch (InterruptedException told) { }
                }, "stray");
                stray.start();
                return "left";
                """));
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("stray")));
    }

    @Test
    void aCauseThatThrowsDoesNotHinderTheNext() throws Exception {
        leak(probe("hostile", """
                        java.util.logging.Logger.getLogger("").addHandler(new Sink());
                        java.util.ResourceBundle.getBundle("words");
                        java.lang.management.ManagementFactory.getPlatformMBeanServer()
                                .registerMBean(new Counter(), new javax.management.ObjectName("probe:type=Hostile"));
                        return "left";
                        """)
                .resource("words.properties", "hello = left")
                .source("probe.CounterMBean", "package probe; public interface CounterMBean { int getCount(); }")
                .source("probe.Counter", """
                        package probe;
                        public class Counter implements CounterMBean, javax.management.MBeanRegistration {
                            public int getCount() { return 1; }
                            public javax.management.ObjectName preRegister(
                                    javax.management.MBeanServer s, javax.management.ObjectName n) { return n; }
                            public void postRegister(Boolean done) {}
                            public void preDeregister() {}
                            public void postDeregister() { throw new Error("hostile"); }
                        }
                        """)
                .source(
                        "probe.Sink",
                        subclass(
                                "Sink",
                                "java.util.logging.Handler",
                                "publish(java.util.logging.LogRecord r) {}",
                                "flush() {}",
                                "close() { throw new Error(\"hostile\"); }")));
    }

    private void leak(PluginJar plugin) throws Exception {
        LoaderRealm realm = realms.open(plugin);
        assertEquals("left", ask(realm));
        realm.release();
        realms.awaitCollected();
    }

    private static String subclass(String name, String parent, String... methods) {
        return "package probe; public class " + name + " extends " + parent + " { public void "
                + String.join(" public void ", methods) + " }";
    }

    private static PluginJar driver(PluginJar plugin) {
        return plugin.source("probe.Driver", """
                package probe;
                import java.sql.*;
                public class Driver implements java.sql.Driver {
                    static { try { DriverManager.registerDriver(new Driver()); } catch (SQLException e) { throw new Error(e); } }
                    public Connection connect(String url, java.util.Properties info) { return null; }
                    public boolean acceptsURL(String url) { return url.startsWith("jdbc:probe:"); }
                    public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) { return null; }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }
                """);
    }
}
