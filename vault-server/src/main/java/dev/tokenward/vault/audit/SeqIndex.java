package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers where records were found, so that the next search begins near. It holds a bounded
 * number of places, by the first record of each file: a file keeps that when it gets another name.
 * What it remembers is checked before it is used. Thread-safe.
 */
final class SeqIndex {

  private static final int MOST_FILES = 64;
  private static final int MOST_PLACES = 1_024;

  private final Map<Long, NavigableMap<Long, Long>> files =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, NavigableMap<Long, Long>> eldest) {
          return size() > MOST_FILES;
        }
      };

  /** Where the first record of that number or a higher one begins. */
  long offset(FileChannel channel, long seq) throws IOException {
    long size = channel.size();
    RecordSearch search = new RecordSearch(channel, size);
    long first = RecordSearch.seq(search.line(0));
    long found = search.offset(seq, near(search, first, seq), size);
    if (found < size) {
      remember(first, RecordSearch.seq(search.line(found)), found);
    }
    return found;
  }

  private long near(RecordSearch search, long first, long seq) throws IOException {
    Map.Entry<Long, Long> below = below(first, seq);
    boolean good = RecordSearch.seq(search.line(below.getValue())) == below.getKey();
    return good ? below.getValue() : 0;
  }

  private synchronized Map.Entry<Long, Long> below(long first, long seq) {
    NavigableMap<Long, Long> places = files.getOrDefault(first, new TreeMap<>());
    return Optional.ofNullable(places.lowerEntry(seq)).orElse(Map.entry(first, 0L));
  }

  private synchronized void remember(long first, long seq, long offset) {
    NavigableMap<Long, Long> places = files.computeIfAbsent(first, key -> new TreeMap<>());
    places.put(seq, offset);
    if (places.size() > MOST_PLACES) {
      places.remove(places.firstKey());
    }
  }
}
