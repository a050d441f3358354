package io.reseat.host.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;

/** Attaches to a JVM of the same user and has it open its local JMX channel. Stateless; needs the module jdk.attach. */
final class LocalAgent {
    private LocalAgent() {}

    /** The JMX address of a process, which only its user and root can use. */
    static String addressOf(long pid) {
        try {
            return attach(pid);
        } catch (NoClassDefFoundError e) {
            throw new CommandFailure(
                    "this Java runtime (" + System.getProperty("java.home")
                            + ") lacks the module jdk.attach; run the command with a JDK, or use a JMX client on the host",
                    e);
        }
    }

    private static String attach(long pid) {
        try {
            VirtualMachine host = VirtualMachine.attach(Long.toString(pid));
            try {
                return host.startLocalManagementAgent();
            } finally {
                host.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new CommandFailure(
                    "the host's process " + pid + " cannot be attached to: " + e.getMessage()
                            + "; is it stopped, or started with -XX:+DisableAttachMechanism?",
                    e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the host's process " + pid + " cannot be attached to: " + e.getMessage()
                            + "; only the user that runs it, or root, may operate it",
                    e);
        }
    }
}
