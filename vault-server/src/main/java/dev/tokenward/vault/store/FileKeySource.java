package dev.tokenward.vault.store;

import java.nio.file.Path;

/** A key ring in a file of the vault. */
final class FileKeySource implements KeySource {

  private final String origin;
  private final KeyFileReader reader;
  private final KeyFileWriter writer;
  private final Rings rings;

  FileKeySource(Path file, Rings rings) {
    this.origin = "The key file " + file;
    this.reader = new KeyFileReader(file, true, origin);
    this.writer = new KeyFileWriter(file);
    this.rings = rings;
  }

  @Override
  public Loaded load() {
    byte[] text =
        reader.read(
            "There is no key file "
                + reader.path()
                + ". For a new vault, make it with tokenward init; for an old one, put its own key"
                + " file back, for no other opens what it keeps.");
    try {
      return rings.read(text, origin);
    } finally {
      RingText.wipe(text);
    }
  }

  @Override
  public void create(KeyRing ring) {
    byte[] text = rings.write(ring);
    try {
      writer.create(text);
    } finally {
      RingText.wipe(text);
    }
  }

  @Override
  public void replace(KeyRing ring) {
    writer.replace(() -> successor(ring));
  }

  @Override
  public void dropBefore(int version) {
    writer.replace(() -> rings.write(load().ring().from(version)));
  }

  private byte[] successor(KeyRing ring) {
    if (!ring.keeps(load().ring())) {
      throw new KeyRingException(
          origin
              + " has root keys that the new ring lacks, so it is left as it is. Begin again: it"
              + " was changed meanwhile.");
    }
    return rings.write(ring);
  }
}
