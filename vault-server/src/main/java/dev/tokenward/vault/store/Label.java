package dev.tokenward.vault.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Which record a sealed text belongs to, and where its secrets may be sent (S1). A text that was
 * sealed under one label opens under no other.
 *
 * @param noun what kind of record it is
 * @param id its permanent id
 * @param version counts the changes of the record
 * @param destinations where the secrets may go; sorted here, so that order says nothing
 */
record Label(String noun, String id, long version, List<String> destinations) {

  /** Sorts and copies the destinations. */
  public Label {
    destinations = destinations.stream().sorted().toList();
  }

  /**
   * Associated data that no other label, header or row gives: every part after its length, text in
   * UTF-16, of which any sequence is exact.
   */
  byte[] bind(byte[] header, byte[] open) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + open.length);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, header);
      write(out, noun);
      write(out, id);
      out.writeLong(version);
      out.writeInt(destinations.size());
      for (String each : destinations) {
        write(out, each);
      }
      write(out, open);
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }

  private static void write(DataOutputStream out, String part) throws IOException {
    out.writeInt(part.length());
    out.writeChars(part);
  }
}
