package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A key ring as text: a line for each root key, with its version and its Base64, ascending. Arrays
 * on the way are wiped where they are ours.
 */
final class RingText {

  private RingText() {}

  static byte[] write(KeyRing ring) {
    // Large enough never to grow, which would leave a copy behind.
    Buffer lines = new Buffer(64 * (ring.versions().size() + 1));
    lines.writeBytes((RingFormat.PLAIN.firstLine() + "\n").getBytes(US_ASCII));
    for (int version : ring.versions()) {
      byte[] key = ring.key(version).orElseThrow().copyBytes();
      byte[] base64 = Base64.getEncoder().encode(key);
      lines.writeBytes((version + " ").getBytes(US_ASCII));
      lines.writeBytes(base64);
      lines.write('\n');
      wipe(key, base64);
    }
    byte[] all = lines.toByteArray();
    try {
      return CheckedText.write(all);
    } finally {
      lines.wipe();
      wipe(all);
    }
  }

  /** Reads what {@link #write} wrote; {@code origin} is what the text is, for messages. */
  static KeyRing read(byte[] text, String origin) {
    byte[] lines = CheckedText.read(text, RingFormat.PLAIN, origin);
    try {
      return ring(ByteBuffer.wrap(lines), origin);
    } finally {
      wipe(lines);
    }
  }

  private static KeyRing ring(ByteBuffer lines, String origin) {
    NavigableMap<Integer, RootKey> keys = new TreeMap<>();
    int number = 1;
    wipe(next(lines, '\n'));
    while (lines.hasRemaining()) {
      number++;
      int version = version(next(lines, ' '));
      byte[] base64 = next(lines, '\n');
      String line = origin + ", line " + number + ",";
      if (version <= (keys.isEmpty() ? 0 : keys.lastKey())) {
        throw new KeyRingException(
            line
                + " begins with no version above the one before. Put back an unchanged copy of it.");
      }
      keys.put(version, key(base64, line));
    }
    if (keys.isEmpty()) {
      throw new KeyRingException(origin + " holds no root key. Put back an unchanged copy of it.");
    }
    return new KeyRing(keys);
  }

  /** The bytes up to {@code end}, which is passed over. */
  private static byte[] next(ByteBuffer from, char end) {
    int stop = from.position();
    while (stop < from.limit() && from.get(stop) != end) {
      stop++;
    }
    byte[] part = new byte[stop - from.position()];
    from.get(part);
    from.position(Math.min(stop + 1, from.limit()));
    return part;
  }

  private static int version(byte[] digits) {
    String text = new String(digits, US_ASCII);
    return text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 0;
  }

  /** The root key in Base64; {@code where} is named when it is none. Wipes what it was given. */
  static RootKey key(byte[] base64, String where) {
    byte[] key = {};
    try {
      key = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Not as cause: it quotes a character of the key.
      throw new KeyRingException(where + " holds no root key in Base64. Put the right one there.");
    } finally {
      wipe(base64);
    }
    if (key.length != AesGcm.KEY_BYTES) {
      int length = key.length;
      wipe(key);
      throw new KeyRingException(
          where
              + " holds a root key of "
              + length
              + " bytes, and one has 32. Put the right one"
              + " there.");
    }
    try {
      return new RootKey(key);
    } finally {
      wipe(key);
    }
  }

  static void wipe(byte[]... arrays) {
    for (byte[] each : arrays) {
      Arrays.fill(each, (byte) 0);
    }
  }

  private static final class Buffer extends ByteArrayOutputStream {

    Buffer(int size) {
      super(size);
    }

    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
