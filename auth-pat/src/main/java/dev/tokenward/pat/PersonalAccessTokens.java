package dev.tokenward.pat;

import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import java.util.Map;

/**
 * Personal access tokens of Azure DevOps, for a program without Dagger:
 *
 * <pre>{@code
 * var devOps = PersonalAccessTokens.of("acme", Secret.file(path)).open();
 * request.header("Authorization", devOps.token().authorization());
 * }</pre>
 *
 * <p>Nothing is asked for upstream: the token is the stored secret itself, a {@link
 * dev.tokenward.core.StoredToken} as the password of HTTP Basic (RFC 7617). When it ends is known
 * to Azure DevOps alone, and its scopes are fixed where it is made, so a request that names scopes
 * or a tenant fails with {@code CONFIGURATION}. Source: "Use personal access tokens", Azure DevOps,
 * Microsoft.
 */
public final class PersonalAccessTokens {

  /** The name of this kind in configuration and JSON. */
  public static final String KIND = "azure-devops-pat";

  private PersonalAccessTokens() {}

  /**
   * Returns a builder for one token in one organization.
   *
   * @param organization its name, or any URL of it: {@code acme}, {@code
   *     https://dev.azure.com/acme}, {@code https://acme.visualstudio.com}, or a collection of an
   *     Azure DevOps Server
   * @param token given away: the opened source destroys it when it is closed
   */
  public static Builder of(String organization, Secret token) {
    return new Builder(organization, token);
  }

  /** What is known of the token. Used by one thread, opened once. */
  public static final class Builder {

    private final String organization;
    private final Secret token;
    private String username = "";
    private TokenRuntime runtime = TokenRuntime.system();
    private TokenListener listener = TokenListener.NONE;
    private CacheSettings cache = CacheSettings.DEFAULT;

    private Builder(String organization, Secret token) {
      this.organization = organization;
      this.token = token;
    }

    /** Sends {@code username} before the token; empty by default, and Azure DevOps takes any. */
    public Builder username(String username) {
      this.username = username;
      return this;
    }

    /** Runs on {@code runtime} instead of {@link TokenRuntime#system()}. */
    public Builder runtime(TokenRuntime runtime) {
      this.runtime = runtime;
      return this;
    }

    /** Tells {@code listener} what happens to the token, instead of nobody. */
    public Builder listener(TokenListener listener) {
      this.listener = listener;
      return this;
    }

    /** Keeps within the bounds of {@code cache} instead of {@link CacheSettings#DEFAULT}. */
    public Builder cache(CacheSettings cache) {
      this.cache = cache;
      return this;
    }

    /**
     * Opens the source; share it, and close it at the end, which destroys the token. A token in a
     * form that Azure DevOps has never given is used as it is, with a warning in the log.
     *
     * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION}, naming every wrong field
     */
    public CachingTokenSource open() {
      Credential credential =
          new Credential(
              KIND,
              KIND,
              Map.of(PatProvider.ORGANIZATION, organization, PatProvider.USERNAME, username),
              Map.of(PatProvider.TOKEN, token));
      return new TokenSources(Map.of(KIND, new PatProvider()), runtime, listener)
          .open(credential, cache);
    }
  }
}
