package io.reseat.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Programs that write a file in place, each in its own way; when {@code write} returns the file is whole and closed. */
enum Writer {
    /** Truncates, and writes as fast as it can. */
    CP {
        @Override
        void write(Path file, byte[] content, Random random) throws IOException {
            try (FileChannel out = open(file, StandardOpenOption.TRUNCATE_EXISTING)) {
                fill(out, content, 0, content.length, 1 << 17, 0);
            }
        }
    },
    /** Writes over the old content, and cuts the rest off at the end. */
    RSYNC_INPLACE {
        @Override
        void write(Path file, byte[] content, Random random) throws IOException {
            try (FileChannel out = open(file)) {
                fill(out, content, 0, content.length, 1 << 15, random.nextInt(4));
                out.truncate(content.length);
            }
        }
    },
    /** Gives the file its whole length first, and fills it from its end to its start or the other way. */
    PREALLOCATE {
        @Override
        void write(Path file, byte[] content, Random random) throws IOException {
            int half = content.length / 2;
            int pause = random.nextInt(4);
            boolean tailFirst = random.nextBoolean();
            try (FileChannel out = open(file, StandardOpenOption.TRUNCATE_EXISTING)) {
                out.write(ByteBuffer.wrap(new byte[1]), content.length - 1L);
                fill(out, content, tailFirst ? half : 0, tailFirst ? content.length : half, 1 << 16, pause);
                sleep(random.nextInt(150));
                fill(out, content, tailFirst ? 0 : half, tailFirst ? half : content.length, 1 << 16, pause);
            }
        }
    },
    /** Truncates, and stands still in the middle for longer than any quiet period. */
    STALLING {
        @Override
        void write(Path file, byte[] content, Random random) throws IOException {
            int stop = 1 + random.nextInt(content.length - 1);
            try (FileChannel out = open(file, StandardOpenOption.TRUNCATE_EXISTING)) {
                fill(out, content, 0, stop, 1 << 16, 0);
                sleep(100 + random.nextInt(900));
                fill(out, content, stop, content.length, 1 << 16, 0);
            }
        }
    },
    /** Is killed in the middle; a second one starts anew later. */
    ABANDONED {
        @Override
        void write(Path file, byte[] content, Random random) throws IOException {
            try (FileChannel out = open(file, StandardOpenOption.TRUNCATE_EXISTING)) {
                fill(out, content, 0, 1 + random.nextInt(content.length - 1), 1 << 16, 0);
            }
            sleep(100 + random.nextInt(900));
            CP.write(file, content, random);
        }
    },
    /** Small blocks over a slow line, and the length set at the end as well. */
    SCP {
        @Override
        void write(Path file, byte[] content, Random random) throws IOException {
            try (FileChannel out = open(file, StandardOpenOption.TRUNCATE_EXISTING)) {
                fill(out, content, 0, content.length, 1 << 15, 1 + random.nextInt(8));
                out.truncate(content.length);
            }
        }
    };

    /**
     * Writes the file in this program's way.
     *
     * @param random chooses where and how long it stops
     */
    abstract void write(Path file, byte[] content, Random random) throws IOException;

    private static FileChannel open(Path file, OpenOption... more) throws IOException {
        OpenOption[] options = new OpenOption[more.length + 2];
        options[0] = StandardOpenOption.WRITE;
        options[1] = StandardOpenOption.CREATE;
        System.arraycopy(more, 0, options, 2, more.length);
        return FileChannel.open(file, options);
    }

    private static void fill(FileChannel out, byte[] content, int from, int to, int block, int pauseMillis)
            throws IOException {
        for (int at = from; at < to; at += block) {
            ByteBuffer bytes = ByteBuffer.wrap(content, at, Math.min(block, to - at));
            for (long position = at; bytes.hasRemaining(); ) {
                position += out.write(bytes, position);
            }
            sleep(pauseMillis);
        }
    }

    private static void sleep(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
