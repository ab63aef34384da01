package dev.tokenward.core.spi;

import dev.tokenward.core.Credential;
import dev.tokenward.core.azuredevops.Organization;
import java.util.List;

/**
 * One field of a kind: forms, documents and checks are made from it.
 *
 * @param name as written in configuration and JSON, camelCase
 * @param label as shown to people
 * @param help one sentence: what it is, where to find it, its default
 * @param destination whether it decides where a secret travels
 * @param ambient whether it names a file, a variable or the host's own identity
 * @param type what is entered, which decides how it is asked for and checked
 * @param required whether a credential without it cannot be opened
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
    /** One line of text. */
    TEXT,
    /** An {@code https} or {@code http} URL with a host, without a user or a fragment. */
    URL,
    /** A value that is kept sealed and shown to nobody; see {@link Credential#secrets()}. */
    SECRET,
    /** The path of a file on the machine that opens the credential. */
    FILE,
    /** One of {@link Field#choices()}. */
    CHOICE,
    /** Scopes separated by spaces (RFC 6749, 3.3). */
    SCOPES,
    /** An organization of Azure DevOps, in any form that {@link Organization#parse} reads. */
    ORGANIZATION
  }

  /** Copies the choices; what names a file is ambient. */
  public Field {
    ambient = ambient || type == Type.FILE;
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

  /** A field that may be left out, and else is one of {@code choices}. */
  public static Field choice(String name, String label, String help, String... choices) {
    return new Field(name, label, help, Type.CHOICE, false, false, false, List.of(choices));
  }

  /** This field, deciding where a secret travels. */
  public Field asDestination() {
    return new Field(name, label, help, type, required, true, ambient, choices);
  }

  /** This field, naming a file, a variable or the host's own identity. */
  public Field asAmbient() {
    return new Field(name, label, help, type, required, destination, true, choices);
  }
}
