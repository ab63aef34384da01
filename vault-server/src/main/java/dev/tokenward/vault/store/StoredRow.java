package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as a table holds it: all in the open but for what is sealed, and all of that bound to
 * the seal.
 *
 * @param createdAt milliseconds since 1970, as are the other times
 * @param destinations one a line
 * @param body JSON
 */
record StoredRow(
    String noun,
    String id,
    String name,
    long version,
    long createdAt,
    long changedAt,
    @Nullable Long endsAt,
    String destinations,
    String body,
    Sealed sealed) {

  /** Seals a value and its secrets. */
  static <T> StoredRow seal(
      Noun<T> noun, Row<T> row, Map<String, Secret> secrets, Envelope envelope) {
    StoredRow open =
        new StoredRow(
            noun.name(),
            row.id(),
            row.name(),
            row.version(),
            row.createdAt().toEpochMilli(),
            row.changedAt().toEpochMilli(),
            noun.end().apply(row.value()).map(Instant::toEpochMilli).orElse(null),
            String.join("\n", noun.destinations().apply(row.value())),
            noun.write(row.value()),
            Sealed.NOTHING);
    byte[] plain = SecretBytes.write(secrets);
    try {
      return open.with(envelope.seal(open.label(), open.inTheOpen(), plain));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private StoredRow with(byte[] seal) {
    return with(version, seal);
  }

  private StoredRow with(long other, byte[] seal) {
    return new StoredRow(
        noun, id, name, other, createdAt, changedAt, endsAt, destinations, body, new Sealed(seal));
  }

  /** The same row under the newest root key and a new data key. */
  StoredRow resealed(Envelope envelope) {
    return resealed(envelope, version);
  }

  /** The same row as another version of its record. */
  StoredRow resealed(Envelope envelope, long other) {
    byte[] plain = unseal(envelope);
    try {
      return with(other, envelope.seal(label(other), inTheOpen(), plain));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * The row, once its seal has proven it.
   *
   * @throws BrokenSealException when anything of it is not as it was sealed
   */
  <T> Row<T> open(Noun<T> type, Envelope envelope) {
    prove(envelope);
    return new Row<>(
        id,
        name,
        version,
        Instant.ofEpochMilli(createdAt),
        Instant.ofEpochMilli(changedAt),
        type.read(id, body));
  }

  /** The row among others, where one that does not open must not hide them. */
  <T> Listed<T> listed(Noun<T> type, Envelope envelope) {
    try {
      return Listed.of(open(type, envelope));
    } catch (BrokenSealException e) {
      return Listed.damaged(id, name, version, StoreException.damaged(e));
    } catch (StoreException e) {
      return Listed.damaged(id, name, version, e);
    }
  }

  /**
   * Opens the seal, and takes nothing out of it.
   *
   * @throws BrokenSealException when anything of the row is not as it was sealed
   */
  void prove(Envelope envelope) {
    Arrays.fill(unseal(envelope), (byte) 0);
  }

  /** The secrets of the row. */
  Map<String, Secret> secrets(Envelope envelope) {
    byte[] plain = unseal(envelope);
    try {
      return SecretBytes.read(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private byte[] unseal(Envelope envelope) {
    return envelope.unseal(label(), inTheOpen(), sealed.bytes());
  }

  private Label label() {
    return label(version);
  }

  private Label label(long other) {
    return new Label(noun, id, other, List.of(destinations.split("\n", -1)));
  }

  private byte[] inTheOpen() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + body.length());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, name);
      out.writeLong(createdAt);
      out.writeLong(changedAt);
      out.writeLong(endsAt == null ? Long.MAX_VALUE : endsAt);
      write(out, body);
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Which record it is. */
  @Override
  public String toString() {
    return noun + " " + id;
  }
}
