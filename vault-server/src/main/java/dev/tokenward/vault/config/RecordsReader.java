package dev.tokenward.vault.config;

import dev.tokenward.core.Credential;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.vault.access.Policy;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of records for a vault that keeps them: {@code credentials}, {@code callers} and
 * {@code policies} as {@link ConfigReader} describes them, each of which may be left out. Callers
 * have a {@code description} and no secret: the vault makes it.
 */
public final class RecordsReader {

  /** A caller of the file. */
  public record DescribedCaller(String name, @Nullable String description) {}

  /** What the file holds, in its order. Policies may name what is in the vault alone. */
  public record Records(
      List<Credential> credentials, List<DescribedCaller> callers, List<Policy> policies) {

    /** Copies the lists. */
    public Records {
      credentials = List.copyOf(credentials);
      callers = List.copyOf(callers);
      policies = List.copyOf(policies);
    }
  }

  private final Map<String, CredentialProvider> kinds;
  private final Surroundings surroundings;

  /** Reads credentials of these kinds. */
  @Inject
  public RecordsReader(Map<String, CredentialProvider> kinds, Surroundings surroundings) {
    this.kinds = Map.copyOf(kinds);
    this.surroundings = surroundings;
  }

  /**
   * Reads {@code file} and every secret it refers to.
   *
   * @throws ConfigException with every problem
   */
  public Records read(Path file) {
    Problems problems = new Problems();
    Optional<Records> records =
        YamlDocument.section(file, surroundings, problems)
            .map(root -> read(root, file.toAbsolutePath().normalize()));
    problems.throwIfAny(file);
    return records.orElseThrow();
  }

  private Records read(Section root, Path file) {
    References references =
        new References(
            file.resolveSibling(""), new OwnFiles(Set.of(file), Optional.empty()), surroundings);
    Records records =
        new Records(
            CredentialReader.forAnotherVault(kinds, references).read(root.orNone("credentials")),
            callers(root.orNone("callers")),
            new PolicyReader(Set.of(), Set.of(), Set.of("callers", "credentials"))
                .read(root.orNone("policies")));
    root.refuseOthers();
    return records;
  }

  private static List<DescribedCaller> callers(Section sections) {
    List<DescribedCaller> callers = new ArrayList<>();
    for (String name : sections.names()) {
      Setting setting = sections.at(name);
      boolean bare = setting.node() instanceof YamlNode.Nothing || isEmpty(setting.node());
      callers.add(
          bare
              ? new DescribedCaller(name, null)
              : new DescribedCaller(name, setting.section().map(RecordsReader::text).orElse(null)));
    }
    return callers;
  }

  private static boolean isEmpty(YamlNode node) {
    return node instanceof YamlNode.Mapping mapping && mapping.entries().isEmpty();
  }

  private static @Nullable String text(Section caller) {
    for (String key : List.of("secret", "secrets")) {
      caller
          .optional(key)
          .ifPresent(
              each ->
                  each.problem(
                      "A vault that keeps its callers makes their secrets itself. Remove this, and"
                          + " run: tokenward caller secret add"));
    }
    Optional<String> description = caller.optional("description").flatMap(Setting::text);
    caller.refuseOthers();
    return description.orElse(null);
  }
}
