package dev.tokenward.vault.store;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings every record under a new root key, with a new data key, a page at a time: whoever reads or
 * writes meanwhile waits for a page at most. Records keep their versions.
 *
 * <p>It may be stopped anywhere, by a kill or a full disk: the ring with the new key is durable
 * before the first record is sealed under it, each page is one change, and the next run goes on
 * with what is left under older keys before it makes another key. Thread-safe; one runs at a time.
 */
public final class Rekey {

  private static final int PAGE = 100;

  private final SqliteStore store;
  private final LiveRing ring;
  private final SecureRandom random;
  private final List<String> damaged = new ArrayList<>();

  /**
   * How far it is.
   *
   * @param version of the root key that records are brought under
   * @param resealed how many records this run has brought there
   * @param total how many were to be brought when it began
   */
  public record Progress(int version, long resealed, long total) {}

  /**
   * What a run did.
   *
   * @param damaged records that do not open; they were left as they are
   */
  public record Outcome(int version, long resealed, List<String> damaged) {

    /** Copies the list. */
    public Outcome {
      damaged = List.copyOf(damaged);
    }
  }

  private record Page(StoredRow last, long resealed) {}

  /** Works on {@code store}, which seals under {@code ring}. */
  public Rekey(SqliteStore store, LiveRing ring, SecureRandom random) {
    this.store = store;
    this.ring = ring;
    this.random = random;
  }

  /**
   * Makes a new key, or takes the one that an earlier run has not brought everything under: it is
   * durable, and what is written from now on is sealed under it.
   *
   * @throws KeyRingException when the new key cannot be put where the ring lies
   */
  public synchronized Progress begin() {
    KeyRing there = ring.source().load().ring();
    if (!unfinished(there)) {
      there = there.withNewVersion(random);
      ring.source().replace(there);
    }
    adopt(there);
    return progress();
  }

  /** How much is left for a run that begins now. */
  public Progress progress() {
    int version = ring.get().newest();
    byte[] header = Envelope.header(version);
    long left = store.read(table -> table.countUnderOtherKeys(header));
    return new Progress(version, 0, left);
  }

  /**
   * Runs to the end.
   *
   * @param told after every page
   */
  public synchronized Outcome run(Consumer<Progress> told) {
    Progress begun = progress();
    byte[] header = Envelope.header(begun.version());
    damaged.clear();
    long resealed = 0;
    Optional<Page> page = page(header, "", "");
    while (page.isPresent()) {
      resealed += page.get().resealed();
      told.accept(new Progress(begun.version(), resealed, begun.total()));
      StoredRow last = page.get().last();
      page = page(header, last.noun(), last.id());
    }
    return new Outcome(begun.version(), resealed, damaged);
  }

  /** What does not open is no work that was left, or it would stand in the way of every new key. */
  private boolean unfinished(KeyRing there) {
    byte[] header = Envelope.header(there.newest());
    Envelope envelope = new Envelope(there, random);
    List<StoredRow> rows = others(header, "", "");
    while (rows.stream().noneMatch(row -> opens(row, envelope))) {
      if (rows.isEmpty()) {
        return false;
      }
      StoredRow last = rows.get(rows.size() - 1);
      rows = others(header, last.noun(), last.id());
    }
    return true;
  }

  private List<StoredRow> others(byte[] header, String noun, String id) {
    return store.read(table -> table.underOtherKeys(header, noun, id, PAGE));
  }

  private static boolean opens(StoredRow row, Envelope envelope) {
    try {
      row.prove(envelope);
      return true;
    } catch (BrokenSealException e) {
      return false;
    }
  }

  private void adopt(KeyRing next) {
    store.write(
        handle -> {
          new RootKeyTable(handle).match(next, random);
          return next;
        });
    ring.adopt(next);
  }

  private Optional<Page> page(byte[] header, String noun, String id) {
    return store.write(
        handle -> {
          RecordTable table = new RecordTable(handle);
          List<StoredRow> rows = table.underOtherKeys(header, noun, id, PAGE);
          long resealed = rows.stream().filter(row -> resealed(table, row)).count();
          return rows.isEmpty()
              ? Optional.empty()
              : Optional.of(new Page(rows.get(rows.size() - 1), resealed));
        });
  }

  private boolean resealed(RecordTable table, StoredRow row) {
    try {
      table.replace(row.resealed(new Envelope(ring, random)));
      return true;
    } catch (BrokenSealException e) {
      damaged.add(row.toString());
      return false;
    }
  }

  /**
   * Takes every older root key out of the ring, once each record has opened with the newest alone;
   * and out of the file what was sealed under them. For a vault that does not run.
   *
   * @throws StoreException naming a record that does not; nothing was dropped
   */
  public synchronized void dropOld() {
    KeyRing newest = ring.get().from(ring.get().newest());
    Envelope envelope = new Envelope(newest, random);
    EveryRecord.of(store).forEach(row -> require(row, envelope));
    store.write(
        handle -> {
          new RootKeyTable(handle).forgetBefore(newest.newest());
          return newest;
        });
    store.compact();
    ring.source().dropBefore(newest.newest());
    ring.adopt(newest);
  }

  private static void require(StoredRow row, Envelope newest) {
    if (!opens(row, newest)) {
      throw StoreException.unusable(
          "The "
              + row
              + " does not open with the newest root key alone, so nothing was dropped. Run"
              + " tokenward rekey first; if that names it as damaged, tokenward doctor says more.");
    }
  }
}
