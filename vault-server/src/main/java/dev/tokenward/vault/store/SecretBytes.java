package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Secret fields as the bytes that are sealed: names and values, each after its length. */
final class SecretBytes {

  private SecretBytes() {}

  static byte[] write(Map<String, Secret> secrets) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Map.Entry<String, Secret> each : new TreeMap<>(secrets).entrySet()) {
        write(out, each.getKey());
        write(out, each.getValue().reveal());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  static Map<String, Secret> read(byte[] bytes) {
    Map<String, Secret> secrets = new TreeMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (in.available() > 0) {
        secrets.put(text(in), Secret.of(text(in)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("What was sealed is whole", e);
    }
    return secrets;
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
