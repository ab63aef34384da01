package dev.tokenward.core;

import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.FieldProblem;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Opens credentials: the one place that finds the kind and stacks the engine on it. Immutable and
 * thread-safe.
 */
public final class TokenSources {

  private final Map<String, CredentialProvider> providers;
  private final TokenRuntime runtime;
  private final TokenListener listener;

  /** Opens the kinds of {@code providers}, by name. */
  @Inject
  public TokenSources(
      Map<String, CredentialProvider> providers, TokenRuntime runtime, TokenListener listener) {
    this.providers = Map.copyOf(providers);
    this.runtime = runtime;
    this.listener = listener;
  }

  /**
   * Checks what {@link #open} would check of a credential of {@code kind}, without sending
   * anything.
   *
   * @return every problem found, in the order of the kind's fields; empty when it can be opened
   */
  public static List<FieldProblem> check(CredentialProvider kind, Credential credential) {
    return List.copyOf(new CredentialCheck(kind).problems(credential));
  }

  /** Opens {@code credential} within {@link CacheSettings#DEFAULT}. */
  public CachingTokenSource open(Credential credential) {
    return open(credential, CacheSettings.DEFAULT);
  }

  /**
   * Opens {@code credential}. The source owns the secrets and destroys them when it is closed; a
   * credential that cannot be opened keeps them.
   *
   * @throws TokenException for {@code CONFIGURATION}, naming every wrong field
   */
  public CachingTokenSource open(Credential credential, CacheSettings cache) {
    CredentialProvider provider = providers.get(credential.kind());
    if (provider == null) {
      throw wrong(credential, List.of(new FieldProblem("kind", unknown())));
    }
    List<FieldProblem> problems = check(provider, credential);
    if (!problems.isEmpty()) {
      throw wrong(credential, problems);
    }
    // Retry below the cache: callers that share a flight share its attempts too.
    TokenRuntime retrying = runtime.withHttp(new RetryingSender(runtime));
    return new CachingTokenSource(
        credential.name(),
        provider.open(credential, retrying),
        runtime,
        cache,
        listener,
        credential::destroy);
  }

  private static TokenException wrong(Credential credential, List<FieldProblem> problems) {
    String list =
        problems.stream()
            .map(problem -> problem.field() + " " + problem.message())
            .collect(Collectors.joining("; "));
    return new TokenException(
        TokenException.Reason.CONFIGURATION,
        "The credential " + credential.name() + " cannot be opened: " + list,
        "Correct what is named.");
  }

  private String unknown() {
    return "is unknown; take one of "
        + String.join(", ", providers.keySet().stream().sorted().toList());
  }
}
