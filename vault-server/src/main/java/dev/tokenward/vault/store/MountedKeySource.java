package dev.tokenward.vault.store;

import java.nio.file.Path;

/** A key ring in a file that something else puts there; others may read it, as in containers. */
final class MountedKeySource implements KeySource {

  private final String origin;
  private final KeyFileReader reader;

  MountedKeySource(Path file) {
    this.origin = "The mounted key file " + file;
    this.reader = new KeyFileReader(file, false, origin);
  }

  @Override
  public Loaded load() {
    byte[] text =
        reader.read(
            "There is no mounted key file "
                + reader.path()
                + ". Mount the secret with the key ring there, or correct rootKey.mounted.");
    try {
      return new Rings.Plain().read(text, origin);
    } finally {
      RingText.wipe(text);
    }
  }

  @Override
  public void create(KeyRing ring) {
    throw readOnly();
  }

  @Override
  public void replace(KeyRing ring) {
    throw readOnly();
  }

  @Override
  public void dropBefore(int version) {
    throw readOnly();
  }

  private KeyRingException readOnly() {
    return new KeyRingException(
        origin + " is only read. Put the new key ring where it is mounted from.");
  }
}
