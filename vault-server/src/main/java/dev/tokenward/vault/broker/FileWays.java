package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.Ambient.DeclaredFile;
import dev.tokenward.vault.upstream.Destinations;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Binds what a declared file proves to where it may be sent (S1): nobody who may name the file
 * brings a secret of their own when they change the destination.
 */
final class FileWays {

  private final Ambient ambient;

  FileWays(Ambient ambient) {
    this.ambient = ambient;
  }

  /** A file that would go astray. */
  record Astray(Field field, String file, URI origin) {

    String entry() {
      return Destinations.entryFor(origin);
    }

    /** To be read after a place, as the operator can help. */
    String nextStep() {
      return "Ask the operator to add "
          + entry()
          + " to ambient."
          + file
          + ".to of the configuration.";
    }
  }

  /**
   * The first of a credential's files that would be sent where its declaration does not lead.
   *
   * @param named the credential with the names
   * @param meant the same with what they stand for
   */
  Optional<Astray> astray(CredentialProvider provider, Credential named, Credential meant) {
    return provider.describe().fields().stream()
        .flatMap(
            field -> {
              String name = named.field(field.name()).orElse("");
              return ambient
                  .file(field, name)
                  .flatMap(file -> outside(file, provider.destinations(meant)))
                  .map(origin -> new Astray(field, name, origin))
                  .stream();
            })
        .findFirst();
  }

  private static Optional<URI> outside(DeclaredFile file, Set<URI> origins) {
    Destinations to = Destinations.of(file.to());
    return origins.stream().filter(origin -> !to.allows(origin)).findFirst();
  }
}
