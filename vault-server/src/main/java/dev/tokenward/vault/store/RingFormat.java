package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The formats that a key ring is written in, told apart by their first line. */
enum RingFormat {
  PLAIN(
      "tokenward-key-ring",
      " is not protected by a passphrase. Name it as file or mounted under rootKey, without"
          + " passphrase."),
  PROTECTED(
      "tokenward-protected-key-ring",
      " is protected by a passphrase. Name that one in rootKey.passphrase, with the ring in"
          + " stateDir.");

  private static final String VERSION = " 1";

  private final String name;
  private final String unexpected;

  RingFormat(String name, String unexpected) {
    this.name = name;
    this.unexpected = unexpected;
  }

  String firstLine() {
    return name + VERSION;
  }

  /** Refuses a text that begins otherwise, saying what it seems to be and never what it holds. */
  void requireFirstLine(byte[] text, String origin) {
    String head = new String(text, 0, Math.min(text.length, 80), ISO_8859_1);
    if (!head.startsWith(firstLine() + "\n")) {
      throw new KeyRingException(origin + seeming(head));
    }
  }

  private String seeming(String head) {
    if (head.isEmpty()) {
      return " is empty. Put back a whole copy of it.";
    }
    if ((firstLine() + "\n").startsWith(head)) {
      return " was cut off in its first line. Put back a whole copy of it.";
    }
    for (RingFormat other : values()) {
      if (other != this && head.startsWith(other.firstLine() + "\n")) {
        return other.unexpected;
      }
    }
    return head.startsWith(name + " ")
        ? " is of a format that this version of the vault cannot read. Run the version that wrote"
            + " it."
        : " is no key ring. Correct the path, or put the key ring there.";
  }
}
