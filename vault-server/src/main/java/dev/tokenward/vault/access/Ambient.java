package dev.tokenward.vault.access;

import dev.tokenward.core.spi.Field;
import java.nio.file.Path;
import java.util.Collection;
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
 *     configuration file; empty for the host's own, whatever tells of it
 * @param byName whether credentials hold names; those of the configuration file hold what is meant
 */
public record Ambient(
    Map<String, DeclaredFile> files, Map<String, String> identities, boolean byName) {

  /**
   * A file.
   *
   * @param to where what it proves may be sent, as entries of {@code destinations.allow}
   */
  public record DeclaredFile(Path path, List<String> to) {

    /** Copies the list. */
    public DeclaredFile {
      to = List.copyOf(to);
    }
  }

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

  /**
   * The field that would have to name an identity: {@code values} name what of the host is asked
   * and leave out whom, which means the host's own identity, and that one was not declared itself.
   * Empty where nothing is wrong.
   */
  public Optional<Field> unnamedIdentity(Collection<Field> fields, Map<String, String> values) {
    List<Field> ways = fields.stream().filter(Ambient::isOfTheHost).toList();
    List<Field> given =
        ways.stream().filter(way -> !values.getOrDefault(way.name(), "").isBlank()).toList();
    boolean own = !given.isEmpty() && given.stream().noneMatch(Ambient::namesWhom);
    return byName && own && !identities.containsValue("")
        ? ways.stream().filter(Ambient::namesWhom).findFirst().or(() -> given.stream().findFirst())
        : Optional.empty();
  }

  private static boolean isOfTheHost(Field field) {
    return field.ambient() && field.type() != Field.Type.FILE;
  }

  private static boolean namesWhom(Field field) {
    return field.choices().isEmpty();
  }

  /** What {@code value} of an ambient field stands for; empty where nothing is declared so. */
  public Optional<String> meaning(Field field, String value) {
    return !byName || value.isBlank() ? Optional.of(value) : declared(field, value);
  }

  /** The file that {@code value} of {@code field} names; empty where it names no declared one. */
  public Optional<DeclaredFile> file(Field field, String value) {
    return byName && field.type() == Field.Type.FILE
        ? Optional.ofNullable(files.get(value))
        : Optional.empty();
  }

  private Optional<String> declared(Field field, String name) {
    return field.type() == Field.Type.FILE
        ? file(field, name).map(file -> file.path().toString())
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
