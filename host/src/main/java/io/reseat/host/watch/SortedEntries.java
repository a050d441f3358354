package io.reseat.host.watch;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map sorted by name, whose changed copies share nearly everything with it: a change among 10,000 names
 * copies two short arrays. Owned by nobody; safe from any thread.
 */
final class SortedEntries<V> extends AbstractMap<String, V> {
    private static final int LARGEST = 128;

    private final Entry<String, V>[][] chunks;
    private final int size;

    private SortedEntries(Entry<String, V>[][] chunks, int size) {
        this.chunks = chunks;
        this.size = size;
    }

    static <V> SortedEntries<V> empty() {
        return new SortedEntries<>(arrayOfChunks(0), 0);
    }

    /** A copy with one name set. */
    SortedEntries<V> with(String name, V value) {
        Entry<String, V> entry = Map.entry(name, value);
        if (chunks.length == 0) {
            Entry<String, V>[][] one = arrayOfChunks(1);
            one[0] = arrayOf(1);
            one[0][0] = entry;
            return new SortedEntries<>(one, 1);
        }
        int at = chunkOf(name);
        int index = indexIn(chunks[at], name);
        if (index >= 0) {
            Entry<String, V>[] chunk = chunks[at].clone();
            chunk[index] = entry;
            return replaced(at, chunk, size);
        }
        return split(at, inserted(chunks[at], -index - 1, entry));
    }

    /** A copy without a name. */
    SortedEntries<V> without(String name) {
        int at = chunks.length == 0 ? -1 : chunkOf(name);
        int index = at < 0 ? -1 : indexIn(chunks[at], name);
        if (index < 0) {
            return this;
        }
        Entry<String, V>[] old = chunks[at];
        if (old.length == 1) {
            Entry<String, V>[][] fewer = arrayOfChunks(chunks.length - 1);
            System.arraycopy(chunks, 0, fewer, 0, at);
            System.arraycopy(chunks, at + 1, fewer, at, fewer.length - at);
            return new SortedEntries<>(fewer, size - 1);
        }
        Entry<String, V>[] chunk = Arrays.copyOf(old, old.length - 1);
        System.arraycopy(old, index + 1, chunk, index, chunk.length - index);
        return replaced(at, chunk, size - 1);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        if (!(key instanceof String name) || chunks.length == 0) {
            return null;
        }
        Entry<String, V>[] chunk = chunks[chunkOf(name)];
        int index = indexIn(chunk, name);
        return index < 0 ? null : chunk[index].getValue();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Entry<String, V>> iterator() {
                return new Walk<>(chunks);
            }
        };
    }

    /** The last chunk that does not begin after the name, or the first one. */
    private int chunkOf(String name) {
        int low = 0;
        int high = chunks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks[middle][0].getKey().compareTo(name) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static <V> int indexIn(Entry<String, V>[] chunk, String name) {
        int low = 0;
        int high = chunk.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = chunk[middle].getKey().compareTo(name);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private SortedEntries<V> replaced(int at, Entry<String, V>[] chunk, int newSize) {
        Entry<String, V>[][] copy = chunks.clone();
        copy[at] = chunk;
        return new SortedEntries<>(copy, newSize);
    }

    private static <V> Entry<String, V>[] inserted(Entry<String, V>[] chunk, int index, Entry<String, V> entry) {
        Entry<String, V>[] copy = Arrays.copyOf(chunk, chunk.length + 1);
        System.arraycopy(chunk, index, copy, index + 1, chunk.length - index);
        copy[index] = entry;
        return copy;
    }

    private SortedEntries<V> split(int at, Entry<String, V>[] chunk) {
        if (chunk.length <= LARGEST) {
            return replaced(at, chunk, size + 1);
        }
        // Names mostly come in order, so a full chunk is left nearly full.
        int cut = at == chunks.length - 1 ? LARGEST - 1 : LARGEST / 2;
        Entry<String, V>[][] more = arrayOfChunks(chunks.length + 1);
        System.arraycopy(chunks, 0, more, 0, at);
        more[at] = Arrays.copyOf(chunk, cut);
        more[at + 1] = Arrays.copyOfRange(chunk, cut, chunk.length);
        System.arraycopy(chunks, at + 1, more, at + 2, chunks.length - at - 1);
        return new SortedEntries<>(more, size + 1);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> Entry<String, V>[] arrayOf(int length) {
        return new Entry[length];
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> Entry<String, V>[][] arrayOfChunks(int length) {
        return new Entry[length][];
    }

    private static final class Walk<V> implements Iterator<Entry<String, V>> {
        private final Entry<String, V>[][] chunks;
        private int chunk;
        private int index;

        Walk(Entry<String, V>[][] chunks) {
            this.chunks = chunks;
        }

        @Override
        public boolean hasNext() {
            return chunk < chunks.length;
        }

        @Override
        public Entry<String, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Entry<String, V> entry = chunks[chunk][index++];
            if (index == chunks[chunk].length) {
                chunk++;
                index = 0;
            }
            return entry;
        }
    }
}
