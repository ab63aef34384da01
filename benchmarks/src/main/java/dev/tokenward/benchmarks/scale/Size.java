package dev.tokenward.benchmarks.scale;

/** How much a vault keeps. */
record Size(int credentials, int records) {

  /** Reads {@code credentials:records}. */
  static Size parse(String text) {
    String[] parts = text.split(":", 2);
    return new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** The name of one credential. */
  String name(int number) {
    return "credential-%07d".formatted(number);
  }

  @Override
  public String toString() {
    return "%,d credentials, %,d audit records".formatted(credentials, records);
  }
}
