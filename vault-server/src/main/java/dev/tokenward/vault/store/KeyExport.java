package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/**
 * Copies of the key ring under a passphrase, to be kept away from the vault; and the store's memory
 * of the newest root key that one was made of (S25).
 */
public final class KeyExport {

  private record Exported(int newest) {}

  private static final Noun<Exported> NOUN = Noun.of("key-export", Exported.class);
  private static final String ID = "newest";

  private final Store store;

  /** Remembers in {@code store}. */
  public KeyExport(Store store) {
    this.store = store;
  }

  /**
   * Writes {@code ring} into a new file with mode 0600, and opens it again before it counts.
   *
   * @throws KeyRingException when there is such a file already, or it cannot be written
   */
  public void write(KeyRing ring, Secret passphrase, Path file, SecureRandom random) {
    new KeyFileWriter(file).create(ProtectedRing.protect(ring, passphrase, random).text());
    KeyRing written = KeySource.passphrase(file, passphrase, random).load().ring();
    if (!written.keeps(ring)) {
      throw new KeyRingException("The export " + file + " is not what was written. Make another.");
    }
    remember(ring.newest());
  }

  private void remember(int newest) {
    store.change(
        change -> {
          change.remove(NOUN, ID);
          return change.add(NOUN, ID, ID, new Exported(newest), Map.of());
        });
  }

  /** Whether a ring with that root key was exported. */
  public boolean has(int version) {
    return store.find(NOUN, ID).filter(row -> row.value().newest() >= version).isPresent();
  }
}
