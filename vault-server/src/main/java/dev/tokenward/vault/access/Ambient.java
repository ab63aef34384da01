package dev.tokenward.vault.access;

import dev.tokenward.core.spi.Field;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of the vault's machine the operator declared, by name (S3): whoever writes a credential
 * through the API gives a name, and nothing else of the machine can be reached so. Immutable.
 *
 * @param files by name
 * @param identities by name, as the host's own identities are written in a credential of the
 *     configuration file; empty for whichever the host has
 * @param byName whether credentials hold names; those of the configuration file hold what is meant
 */
public record Ambient(Map<String, Path> files, Map<String, String> identities, boolean byName) {

  /** Nothing is declared. */
  public static final Ambient NONE = new Ambient(Map.of(), Map.of(), true);

  /** For credentials of the configuration file, which name things themselves. */
  public static final Ambient AS_WRITTEN = new Ambient(Map.of(), Map.of(), false);

  private static final String WHICHEVER = "host";

  /** Copies the maps. */
  public Ambient {
    files = Map.copyOf(files);
    identities = Map.copyOf(identities);
  }

  /** Whether anything is declared. */
  public boolean isEmpty() {
    return files.isEmpty() && identities.isEmpty();
  }

  /** The names that {@code field} may take. */
  public Set<String> names(Field field) {
    return new TreeMap<>(isFile(field) ? files : identities).keySet();
  }

  /** What {@code value} of an ambient field stands for; empty where nothing is declared so. */
  public Optional<String> meaning(Field field, String value) {
    if (!byName || value.isBlank()) {
      return Optional.of(value);
    }
    return isFile(field)
        ? Optional.ofNullable(files.get(value)).map(Path::toString)
        : Optional.ofNullable(identities.get(value)).map(given -> identity(field, given));
  }

  private static String identity(Field field, String given) {
    return given.isEmpty() ? field.choices().stream().findFirst().orElse(WHICHEVER) : given;
  }

  private static boolean isFile(Field field) {
    return field.type() == Field.Type.FILE;
  }
}
