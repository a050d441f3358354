package io.reseat.host.child;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The two pipes to the host, taken before any code of a plugin can run.
 *
 * <p>Where the system can, they get descriptors of their own. Then a plugin that closes descriptor 1 takes nobody's voice,
 * and neither it nor a process that inherits descriptor 0 reads what the host says. What is printed to descriptor 1 by
 * native code still reaches the host, as lines that are no messages.
 */
record HostPipes(InputStream in, OutputStream out) {
    static HostPipes take() {
        return new HostPipes(takeIn(), takeOut());
    }

    private static InputStream takeIn() {
        try {
            InputStream own = new FileInputStream("/dev/fd/0");
            new FileInputStream(FileDescriptor.in).close(); // the JDK puts the null device in its place
            return own;
        } catch (IOException e) { // a system without it, or no pipe
            return new FileInputStream(FileDescriptor.in);
        }
    }

    private static OutputStream takeOut() {
        try {
            return new FileOutputStream("/dev/fd/1", true); // a file, in a test by hand, keeps what it has
        } catch (IOException e) {
            return new FileOutputStream(FileDescriptor.out);
        }
    }
}
