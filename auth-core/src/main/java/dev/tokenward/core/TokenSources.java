package dev.tokenward.core;

import dev.tokenward.core.spi.CredentialProvider;
import jakarta.inject.Inject;
import java.util.Map;

/** Opens credentials: the one place that finds the kind and stacks the engine on it. */
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
   * Opens {@code credential}. The source owns the secrets and destroys them when it is closed.
   *
   * @throws TokenException for {@code CONFIGURATION}, naming every wrong field
   */
  public CachingTokenSource open(Credential credential) {
    CredentialProvider provider = providers.get(credential.kind());
    if (provider == null) {
      throw new TokenException(
          TokenException.Reason.CONFIGURATION,
          "The credential " + credential.name() + " has the unknown kind " + credential.kind(),
          "Use one of " + String.join(", ", providers.keySet().stream().sorted().toList()) + ".");
    }
    TokenRuntime retrying = runtime.withHttp(new RetryingSender(runtime));
    return new CachingTokenSource(
        credential.name(),
        provider.open(credential, retrying),
        runtime,
        CacheSettings.DEFAULT,
        listener,
        credential::destroy);
  }
}
