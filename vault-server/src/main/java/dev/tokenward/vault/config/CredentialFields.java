package dev.tokenward.vault.config;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.Field;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one credential, as its kind describes them. Confined. */
final class CredentialFields {

  private final Section section;
  private final References references;
  private final boolean byName;
  private final Map<String, String> fields = new HashMap<>();
  private final Map<String, Secret> secrets = new HashMap<>();
  private final Set<String> standIns = new HashSet<>();
  private boolean complete = true;

  /**
   * Reads one credential.
   *
   * @param byName whether what names something of a machine is a name that the vault knows
   */
  CredentialFields(Section section, References references, boolean byName) {
    this.section = section;
    this.references = references;
    this.byName = byName;
  }

  void read(Field field) {
    Optional<Setting> setting =
        field.required()
            ? section.required(field.name(), field.help())
            : section.optional(field.name());
    boolean given = setting.map(each -> take(field, each)).orElse(!field.required());
    complete &= given;
  }

  private boolean take(Field field, Setting setting) {
    if (field.type() == Field.Type.SECRET) {
      secrets.put(field.name(), references.secret(setting).orElseGet(() -> standIn(field.name())));
      return true;
    }
    Optional<String> value = value(field, setting);
    value.ifPresent(text -> fields.put(field.name(), text));
    return value.isPresent();
  }

  /** Whether the host's own identity is named. */
  boolean namesIdentity(List<Field> described) {
    return described.stream()
        .anyMatch(
            field ->
                field.ambient()
                    && field.type() != Field.Type.FILE
                    && fields.containsKey(field.name()));
  }

  /** Takes the place of a secret that could not be read, so that the other fields are checked. */
  private Secret standIn(String field) {
    standIns.add(field);
    return Secret.of(field);
  }

  private Optional<String> value(Field field, Setting setting) {
    if (field.ambient() && byName) {
      standIns.add(field.name());
      return setting.text();
    }
    return switch (field.type()) {
      case FILE -> references.file(setting).map(Path::toString);
      case SCOPES -> words(setting);
      default -> setting.text();
    };
  }

  /** One text either way: entries separated by spaces, as OAuth writes scopes. */
  private static Optional<String> words(Setting setting) {
    return setting.node() instanceof YamlNode.Sequence
        ? Optional.of(String.join(" ", setting.texts())).filter(text -> !text.isEmpty())
        : setting.text();
  }

  boolean complete() {
    return complete;
  }

  boolean isStandIn(String field) {
    return standIns.contains(field);
  }

  Credential credential(String name, String kind) {
    return new Credential(name, kind, fields, secrets);
  }
}
