package dev.tokenward.vault.access;

import dev.tokenward.core.spi.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Copies the maps. */
  public Ambient {
    files = Map.copyOf(files);
    identities = Map.copyOf(identities);
  }

  /** The names that {@code field} may take. */
  public Set<String> names(Field field) {
    return Stream.concat(files.keySet().stream(), identities.keySet().stream())
        .filter(name -> declared(field, name).isPresent())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What {@code value} of an ambient field stands for; empty where nothing is declared so. */
  public Optional<String> meaning(Field field, String value) {
    return !byName || value.isBlank() ? Optional.of(value) : declared(field, value);
  }

  private Optional<String> declared(Field field, String name) {
    return field.type() == Field.Type.FILE
        ? Optional.ofNullable(files.get(name)).map(Path::toString)
        : Optional.ofNullable(identities.get(name)).flatMap(given -> identity(field, given));
  }

  /** Whichever the host has is the first choice of a field that has choices, and no other's. */
  private static Optional<String> identity(Field field, String given) {
    List<String> choices = field.choices();
    if (given.isEmpty()) {
      return choices.stream().findFirst();
    }
    return Optional.of(given).filter(each -> choices.isEmpty() || choices.contains(each));
  }
}
