package dev.tokenward.vault.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How a record is written: one line of ASCII JSON whose last member is {@code hash}. The hash is
 * SHA-256 over the line's own bytes without that member, so checking it parses nothing.
 */
final class RecordFormat {

  /** More than any record with every value at its longest. */
  static final int LONGEST_LINE = 64 * 1024;

  static final ObjectMapper JSON =
      new ObjectMapper(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());
  private static final byte[] HASH = ",\"hash\":\"".getBytes(US_ASCII);
  private static final byte[] END = "\"}".getBytes(US_ASCII);
  private static final int DIGITS = 64;
  private static final int SEAL = HASH.length + DIGITS + END.length;

  private RecordFormat() {}

  /** Adds a line with its end to {@code lines}, and gives the chain's head behind it. */
  static ChainHead append(Entry entry, ChainHead previous, Instant at, ByteArrayOutputStream lines)
      throws IOException {
    long seq = previous.seq() + 1;
    byte[] body = body(entry, previous, seq, at);
    String hash = hash(body);
    lines.write(body, 0, body.length - 1);
    lines.writeBytes(HASH);
    lines.writeBytes(hash.getBytes(US_ASCII));
    lines.writeBytes(END);
    lines.write('\n');
    return new ChainHead(seq, hash);
  }

  private static byte[] body(Entry entry, ChainHead previous, long seq, Instant at)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeNumberField("seq", seq);
      json.writeStringField("at", at.toString());
      for (var field : entry.fields().entrySet()) {
        json.writePOJOField(field.getKey(), field.getValue());
      }
      json.writeStringField("prev", previous.hash());
      json.writeEndObject();
    }
    return body.toByteArray();
  }

  /** Whether the line, without its end, closes with a hash. */
  static boolean sealed(byte[] line) {
    int at = line.length - SEAL;
    return at > 0
        && Arrays.equals(line, at, at + HASH.length, HASH, 0, HASH.length)
        && Arrays.equals(line, line.length - END.length, line.length, END, 0, END.length);
  }

  /** The hash that a sealed line claims. */
  static String claimedHash(byte[] line) {
    return new String(line, line.length - END.length - DIGITS, DIGITS, US_ASCII);
  }

  /** The hash that a sealed line's content has. */
  static String contentHash(byte[] line) {
    byte[] body = Arrays.copyOf(line, line.length - SEAL + 1);
    body[body.length - 1] = '}';
    return hash(body);
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
