package dev.tokenward.vault.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a chain record by record. Confined. */
final class ChainCheck {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private record Link(long seq, @Nullable String prev) {}

  private @Nullable ChainHead head;

  /** Continues {@code head}; with null, the first record is taken for what it says it is. */
  ChainCheck(@Nullable ChainHead head) {
    this.head = head;
  }

  /** The last good record. */
  ChainHead head() {
    return head == null ? ChainHead.START : head;
  }

  /** Takes the next line, without its end; says what is wrong with it, or goes on. */
  Optional<String> next(byte[] line) {
    if (!RecordFormat.sealed(line)) {
      return Optional.of("This is not a whole audit record: it does not end with its hash.");
    }
    String hash = RecordFormat.claimedHash(line);
    if (!hash.equals(RecordFormat.contentHash(line))) {
      return Optional.of("The record was changed: its hash does not fit its content.");
    }
    Link link;
    try {
      link = link(line);
    } catch (IOException e) {
      return Optional.of("This is not an audit record: it is not JSON of that form.");
    }
    Optional<String> broken = head == null ? Optional.empty() : broken(head, link);
    head = broken.isPresent() ? head : new ChainHead(link.seq(), hash);
    return broken;
  }

  private static Optional<String> broken(ChainHead head, Link link) {
    long expected = head.seq() + 1;
    if (link.seq() > expected) {
      return Optional.of(
          "Record " + expected + " belongs here: records were deleted, or the order was changed.");
    }
    if (link.seq() < expected) {
      return Optional.of(
          "Record " + expected + " belongs here: this one was inserted, or the order was changed.");
    }
    return head.hash().equals(link.prev())
        ? Optional.empty()
        : Optional.of(
            "The record does not continue the one before it: one of the two was replaced.");
  }

  /** The record that this one continues, by its own word; empty if it is no record. */
  static Optional<ChainHead> before(byte[] line) throws IOException {
    try {
      Link link = link(line);
      return link.prev() == null
          ? Optional.empty()
          : Optional.of(new ChainHead(link.seq() - 1, link.prev()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Link link(byte[] line) throws IOException {
    long seq = 0;
    String prev = null;
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("seq")) {
          seq = json.getLongValue();
        } else if (name.equals("prev")) {
          prev = json.getText();
        }
        json.skipChildren();
      }
    }
    return new Link(seq, prev);
  }
}
