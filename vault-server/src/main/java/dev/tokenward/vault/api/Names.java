package dev.tokenward.vault.api;

/** What a record may be called. */
final class Names {

  private Names() {}

  static String require(String name, String field) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw Shape.wrong(
          field,
          "has up to 63 lower-case letters, digits and hyphens, and begins with a letter or digit");
    }
    return name;
  }
}
