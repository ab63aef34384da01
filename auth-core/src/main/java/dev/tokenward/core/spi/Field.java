package dev.tokenward.core.spi;

import java.util.List;

/**
 * One field of a kind: forms, documents and checks are made from it.
 *
 * @param name as written in configuration and JSON, camelCase
 * @param label as shown to people
 * @param help one sentence: what it is, where to find it, its default
 * @param destination whether it decides where a secret travels
 * @param ambient whether it names a file, a variable or the host's own identity
 * @param choices the values of a {@link Type#CHOICE}
 */
public record Field(
    String name,
    String label,
    String help,
    Type type,
    boolean required,
    boolean destination,
    boolean ambient,
    List<String> choices) {

  /** The closed set of what a field can be. */
  public enum Type {
    TEXT,
    URL,
    SECRET,
    FILE,
    CHOICE,
    SCOPES,
    ORGANIZATION
  }

  /** Copies the choices. */
  public Field {
    choices = List.copyOf(choices);
  }

  /** A field that must be given. */
  public static Field required(String name, String label, Type type, String help) {
    return new Field(name, label, help, type, true, false, false, List.of());
  }

  /** A field that may be left out. */
  public static Field optional(String name, String label, Type type, String help) {
    return new Field(name, label, help, type, false, false, false, List.of());
  }

  /** This field, deciding where a secret travels. */
  public Field asDestination() {
    return new Field(name, label, help, type, required, true, ambient, choices);
  }
}
