package io.reseat.host.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a tree's files come from. Owned by one tree and called on its thread alone. */
interface TreeSource extends AutoCloseable {
    /**
     * Begins a whole look: the names of all that may be an entry.
     *
     * @throws IOException if the tree cannot be listed, which says nothing about its entries
     */
    Collection<String> names() throws IOException;

    /**
     * Looks at one entry; null if there is none of this name.
     *
     * @throws NoTreeException if the tree itself cannot be looked at
     * @throws IOException if this entry alone cannot be looked at
     */
    @Nullable
    FileStat stat(String name) throws IOException;

    /**
     * What lies there instead if {@link #stat} finds no entry of a name, with the remedy; null if nothing does.
     *
     * @throws NoTreeException if the tree itself cannot be looked at
     */
    @Nullable
    String obstacle(String name) throws IOException;

    /** The path of an entry for messages. */
    String shown(String name);

    /** For a taker. */
    TreeFile file(String name, FileStat stat);

    /** What an event at a name in the root asks for. */
    Call call(String name);

    /** How long until the next whole look if nothing rings. */
    Duration interval();

    /**
     * For how many nanoseconds a further change could still leave the same stat, so that a content taken now is
     * doubtful until it is verified after that time; 0 if it is not.
     *
     * @param wall nanoseconds since 1970
     */
    long doubt(FileStat stat, long wall);

    /** What keeps changes from being noticed at once, with the remedy. */
    List<String> impairments();

    @Override
    void close();

    /** What to look at after an event. */
    record Call(What what, String entry) {
        static final Call NOTHING = new Call(What.NOTHING, "");
        static final Call ALL = new Call(What.ALL, "");

        static Call entry(String name) {
            return new Call(What.ENTRY, name);
        }
    }

    /** How much to look at. */
    enum What {
        NOTHING,
        ENTRY,
        ALL
    }

    /** The tree itself is missing or out of reach; its message is readable and free of credentials. */
    final class NoTreeException extends IOException {
        private static final long serialVersionUID = 1;

        NoTreeException(String message) {
            super(message);
        }
    }
}
