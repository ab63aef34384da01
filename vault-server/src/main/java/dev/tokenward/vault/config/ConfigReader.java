package dev.tokenward.vault.config;

import dev.tokenward.core.Credential;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.upstream.Destinations;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the configuration file: YAML, once, at start. Unknown keys, duplicate keys and wrong types
 * are problems, and all problems are told at once.
 *
 * <pre>{@code
 * listen: 127.0.0.1:8220              # the default; anything but loopback is refused unless
 *                                     # allowPlaintextOnNetwork: true
 * publicUrl: http://127.0.0.1:8220    # default: http:// and listen
 * console:                            # with stateDir: pages for people, and where providers send
 *   listen: 127.0.0.1:8221            # their browsers back to (url/oauth/callback)
 *   url: http://localhost:8221        # default: http:// and listen, 127.0.0.1 by its name localhost,
 *                                     # which providers take; never the origin of publicUrl
 * audit:
 *   file: audit.jsonl                 # default: standard output; with stateDir, a file in it
 *   maxFileBytes: 268435456           # the default; then audit-1-5000.jsonl, and a new file
 *   keep: P365D                       # after this, full files are deleted; default: never
 *   spool: /second-disk/spool.jsonl   # while the file cannot be written; default: none
 *   spoolMaxBytes: 67108864           # the default, 64 MiB
 *   continueFrom: SEQ:HASH            # only when a file is lost, as the vault then says
 * destinations:
 *   allow: [microsoft, 127.0.0.1:9443]  # default: [microsoft]; also host, *.suffix, IP, CIDR
 * trustStore: ca.pem                  # PEM, trusted beside the platform's roots
 * ambient:                            # what of this machine a credential made by API or command may
 *                                     # name; default: nothing
 *   app-key: {file: /run/secrets/app.pem}  # its proof goes to Microsoft's identity hosts, or to what
 *                                     # to: [...] lists, as destinations.allow does
 *   host: {managedIdentity: true}     # the host's own identity; or another, or what of the host is
 *                                     # asked, as the kind's fields take it
 * stateDir: /var/lib/tokenward        # keeps what the API changes; credentials, callers and policies
 *                                     # may then be left out, each is kept there instead
 * rootKey:                            # what stateDir is encrypted with; default: file in stateDir
 *   file: /etc/tokenward/root.key     # or mounted: PATH, command: [PROGRAM, ARGUMENT, ...], or
 *                                     # passphrase: file:PATH or env:NAME, for the file in stateDir
 * credentials:
 *   ado:
 *     kind: azure-devops-pat          # what follows are the fields of this kind
 *     organization: https://dev.azure.com/acme
 *     token: file:/run/secrets/pat    # secrets by reference only: file:PATH or env:NAME
 * callers:
 *   ci:
 *     secret: file:/run/secrets/ci    # at least 20 characters; secrets: [old, new] to replace it
 * policies:
 *   ci-reads:
 *     callers: [ci]
 *     credentials: [ado]
 *     permissions: [proxy, virtual-pat]
 *     allow:                          # narrows the proxy; what is absent is not narrowed
 *       access: read                  # read or write
 *       git: [fetch]                  # fetch, push
 *       organizations: [acme]
 *       projects: [web]
 *       repositories: [site]
 *     maxTtl: PT8H                    # the longest life of what is issued; P30D for virtual PATs
 * }</pre>
 *
 * <p>Paths are relative to the file. Names are lower-case letters, digits and hyphens.
 */
public final class ConfigReader {

  private final Map<String, CredentialProvider> kinds;
  private final Surroundings surroundings;

  /** Reads credentials of these kinds. */
  @Inject
  public ConfigReader(Map<String, CredentialProvider> kinds, Surroundings surroundings) {
    this.kinds = Map.copyOf(kinds);
    this.surroundings = surroundings;
  }

  /**
   * Reads {@code file} and every secret it refers to.
   *
   * @throws ConfigException with every problem
   */
  public VaultConfig read(Path file) {
    Problems problems = new Problems();
    Optional<VaultConfig> config =
        YamlDocument.section(file, surroundings, problems)
            .map(root -> read(root, file.toAbsolutePath().normalize()));
    problems.throwIfAny(file);
    return config.orElseThrow().withWarnings(problems.warnings());
  }

  private VaultConfig read(Section root, Path file) {
    boolean plaintext = Endpoints.plaintext(root);
    Endpoints endpoints = Endpoints.read(root, plaintext);
    Endpoints console = Endpoints.console(root, endpoints, plaintext);
    Path directory = file.resolveSibling("");
    AuditSettings given = AuditSettingsReader.read(root, directory);
    Set<Path> ownFiles = new HashSet<>(given.files());
    ownFiles.add(file);
    StateReader state = new StateReader(root, directory, ownFiles);
    AuditSettings audit = state.stateDir().map(given::orIn).orElse(given);
    ownFiles.addAll(state.keyFiles());
    References references =
        new References(directory, new OwnFiles(ownFiles, state.stateDir()), surroundings);
    List<String> allow = allowedDestinations(root);
    Ambient ambient = new AmbientReader(references).read(root.orNone("ambient"));
    Destinations destinations =
        Destinations.of(allow).withIdentities(IdentityEndpoints.of(surroundings));
    CredentialReader reader =
        CredentialReader.ofVault(kinds, references, destinations, state.stateDir().isPresent());
    Section credentials = owned(root, "credentials");
    Section callers = owned(root, "callers");
    Section policies = owned(root, "policies");
    List<Credential> read = reader.read(credentials);
    boolean identity = reader.identityNamed() || !ambient.identities().isEmpty();
    VaultConfig config =
        new VaultConfig(
            endpoints.listen(),
            endpoints.publicUrl(),
            new VaultConfig.Console(console.listen(), console.publicUrl()),
            audit,
            state.stateDir(),
            state.rootKey(references),
            allow,
            ambient,
            identity ? IdentityEndpoints.of(surroundings) : Set.of(),
            root.optional("trustStore").flatMap(references::certificates),
            read,
            new CallerReader(references).read(callers),
            new PolicyReader(callers.names(), credentials.names(), Set.of()).read(policies),
            List.of());
    root.refuseOthers();
    return config;
  }

  /**
   * What the file holds of a noun; with a store, it may leave the noun to that. Its policies name
   * what stands in the file alone: under a name of the store may be another record tomorrow.
   */
  private static Section owned(Section root, String noun) {
    return root.has("stateDir") ? root.orNone(noun) : root.required(noun);
  }

  private static List<String> allowedDestinations(Section root) {
    return root.within("destinations")
        .flatMap(section -> section.only("allow"))
        .map(ConfigReader::destinations)
        .orElse(Destinations.DEFAULT);
  }

  /** Entries that say where something may be sent. */
  static List<String> destinations(Setting setting) {
    return setting.list().stream().flatMap(item -> destination(item).stream()).toList();
  }

  private static Optional<String> destination(Setting item) {
    Optional<String> entry = item.text();
    if (entry.isPresent() && !Destinations.accepts(entry.get())) {
      item.problem(
          "This is no destination. Write microsoft, a host, host:port, *.suffix, an IP address or a"
              + " network such as 10.1.0.0/16, without https:// and without a path.");
    }
    return entry.filter(Destinations::accepts);
  }
}
