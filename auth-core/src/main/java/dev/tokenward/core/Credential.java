package dev.tokenward.core;

import java.util.Map;
import java.util.Optional;

/**
 * What a token source is opened from: a kind, public fields and secret fields. Holds its own copies
 * of nothing: whoever opens a source from it gives the secrets away, and the source destroys them
 * when it is closed.
 *
 * @param id what it is called for ever, whatever its name: what is kept for it beside its secrets,
 *     such as a grant, is kept under this
 * @param name how people call it; for messages
 * @param kind which provider opens it, such as {@code azure-devops-pat}
 * @param fields the public fields by name
 * @param secrets the secret fields by name
 */
public record Credential(
    String id, String name, String kind, Map<String, String> fields, Map<String, Secret> secrets) {

  /** Copies the maps. */
  public Credential {
    fields = Map.copyOf(fields);
    secrets = Map.copyOf(secrets);
  }

  /** A credential that has no other id than its name. */
  public Credential(
      String name, String kind, Map<String, String> fields, Map<String, Secret> secrets) {
    this(name, name, kind, fields, secrets);
  }

  /** A public field. */
  public Optional<String> field(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  /**
   * A secret field.
   *
   * @throws TokenException for {@code CONFIGURATION} when there is none
   */
  public Secret secret(String field) {
    Secret secret = secrets.get(field);
    if (secret == null) {
      throw new TokenException(
          TokenException.Reason.CONFIGURATION,
          "The credential " + name + " has no " + field,
          "Give the field " + field + ".");
    }
    return secret;
  }

  /** Overwrites every secret. */
  public void destroy() {
    secrets.values().forEach(Secret::destroy);
  }
}
