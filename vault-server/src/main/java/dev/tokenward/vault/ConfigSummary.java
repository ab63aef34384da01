package dev.tokenward.vault;

import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.config.ConfigProblem;
import dev.tokenward.vault.config.RootKey;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.config.VaultConfig.ConfiguredCaller;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is shown of a good configuration: no field of a credential, and no secret. */
record ConfigSummary(
    boolean ok,
    String listen,
    String publicUrl,
    @Nullable Console console,
    String audit,
    @Nullable String stateDir,
    @Nullable String rootKey,
    List<String> destinations,
    List<String> ambient,
    List<NamedKind> credentials,
    List<String> callers,
    List<String> policies,
    List<ConfigProblem> warnings) {

  /** Where people's browsers go. */
  record Console(String listen, String url) {

    static Console of(VaultConfig.Console console) {
      return new Console(ConfigSummary.text(console.listen()), console.url().toString());
    }

    Stream<String> lines() {
      return Stream.of("console       " + listen, "console URL   " + url);
    }
  }

  /** A credential. */
  record NamedKind(String name, String kind) {}

  static ConfigSummary of(VaultConfig config) {
    return new ConfigSummary(
        true,
        text(config.listen()),
        config.publicUrl().toString(),
        config.stateDir().map(kept -> Console.of(config.console())).orElse(null),
        config.auditFile().map(Path::toString).orElse("standard output"),
        config.stateDir().map(Path::toString).orElse(null),
        config.rootKey().map(RootKey::origin).orElse(null),
        config.destinations(),
        Stream.concat(
                config.ambient().files().keySet().stream(),
                config.ambient().identities().keySet().stream())
            .sorted()
            .toList(),
        config.credentials().stream()
            .map(credential -> new NamedKind(credential.name(), credential.kind()))
            .toList(),
        config.callers().stream().map(ConfiguredCaller::name).toList(),
        config.policies().stream().map(Policy::name).toList(),
        config.warnings());
  }

  /** As it is written in the file. */
  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]:" : host + ":") + address.getPort();
  }

  /** The same for people. */
  Stream<String> lines(Path file) {
    Stream<String> kinds = credentials.stream().map(each -> each.name() + " (" + each.kind() + ")");
    return Stream.of(
            Stream.of(file + " is good.", "listen        " + listen, "public URL    " + publicUrl),
            console == null ? Stream.<String>of() : console.lines(),
            Stream.of("audit         " + audit),
            stateDir == null
                ? Stream.<String>of()
                : Stream.of("state dir     " + stateDir, "root key      " + rootKey),
            Stream.of("destinations  " + String.join(", ", destinations)),
            ambient.isEmpty()
                ? Stream.<String>of()
                : Stream.of("ambient       " + String.join(", ", ambient)),
            Stream.of(
                "credentials   " + orKept(kinds),
                "callers       " + orKept(callers.stream()),
                "policies      " + orKept(policies.stream())),
            warnings.stream().map(warning -> "warning: " + warning.in(file)))
        .flatMap(each -> each);
  }

  private static String orKept(Stream<String> names) {
    String all = names.collect(Collectors.joining(", "));
    return all.isEmpty() ? "kept in state dir" : all;
  }
}
