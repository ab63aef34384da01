package dev.tokenward.vault.config;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.upstream.Destinations;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the operator says, read once at start.
 *
 * @param listen where the API and the proxy answer
 * @param publicUrl how clients reach them; the only source of issuer, proxy URL and metadata
 * @param console where the console and what comes back from providers are answered, with a {@code
 *     stateDir} alone
 * @param audit where audit records go
 * @param stateDir where the vault keeps what the API changes; empty means nowhere
 * @param rootKey what that is encrypted with; there whenever {@code stateDir} is
 * @param destinations hosts to which secrets and requests may go
 * @param ambient what of this machine may be named from outside the file
 * @param identityEndpoints where the host's own identity is asked for; empty where none is named
 * @param trustStore PEM certificates trusted beside the platform's own
 * @param credentials in the order of the file, as are callers and policies; where there is a {@code
 *     stateDir}, each of the three is empty if and only if its records are kept there
 * @param warnings what works and should be looked at
 */
public record VaultConfig(
    InetSocketAddress listen,
    URI publicUrl,
    Console console,
    AuditSettings audit,
    Optional<Path> stateDir,
    Optional<RootKey> rootKey,
    List<String> destinations,
    Ambient ambient,
    Set<URI> identityEndpoints,
    Optional<Path> trustStore,
    List<Credential> credentials,
    List<ConfiguredCaller> callers,
    List<Policy> policies,
    List<ConfigProblem> warnings) {

  /**
   * Where people's browsers go.
   *
   * @param listen where it answers
   * @param url how browsers reach it; the only source of its links and of the redirect URI
   */
  public record Console(InetSocketAddress listen, URI url) {}

  /**
   * A caller of the file.
   *
   * @param name also its client id
   * @param secrets what it may prove itself with: one, or two while one replaces the other
   */
  public record ConfiguredCaller(String name, List<Secret> secrets) {

    /** Copies the list. */
    public ConfiguredCaller {
      secrets = List.copyOf(secrets);
    }
  }

  /** Copies the lists. */
  public VaultConfig {
    destinations = List.copyOf(destinations);
    identityEndpoints = Set.copyOf(identityEndpoints);
    credentials = List.copyOf(credentials);
    callers = List.copyOf(callers);
    policies = List.copyOf(policies);
    warnings = List.copyOf(warnings);
  }

  /** Where audit records go; empty means standard output. */
  public Optional<Path> auditFile() {
    return audit.file();
  }

  /** Where anything may be sent. */
  public Destinations allowed() {
    return Destinations.of(destinations).withIdentities(identityEndpoints);
  }

  /** What the ambient fields of credentials mean: those of the file say it themselves. */
  public Ambient meanings() {
    return credentials.isEmpty() ? ambient : Ambient.AS_WRITTEN;
  }

  /** This configuration, with what should be looked at. */
  VaultConfig withWarnings(List<ConfigProblem> found) {
    return new VaultConfig(
        listen,
        publicUrl,
        console,
        audit,
        stateDir,
        rootKey,
        destinations,
        ambient,
        identityEndpoints,
        trustStore,
        credentials,
        callers,
        policies,
        found);
  }
}
