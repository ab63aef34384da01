package dev.tokenward.vault.upstream;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.azuredevops.CallSettings;
import dev.tokenward.vault.store.KeptCredential;
import org.jspecify.annotations.Nullable;

/**
 * Tries a credential upstream, the same way for every kind: get a token, ask who it is, look for
 * the default project.
 */
public final class ConnectionTest {

  private final HttpSender sender;
  private final TokenRuntime runtime;

  /** Asks through {@code sender}, and waits in the time of {@code runtime}. */
  public ConnectionTest(HttpSender sender, TokenRuntime runtime) {
    this.sender = sender;
    this.runtime = runtime;
  }

  /**
   * What was found.
   *
   * @param ok whether the upstream took the credential
   * @param identity who the upstream says it is, or null
   * @param identityId that identity's id upstream, or null
   * @param organization where it was tried, or null where only a token was fetched
   * @param detail one sentence
   * @param cause the upstream's code, or null
   * @param nextStep what to do, or null when nothing is wrong
   * @param token what is told of the token; null where there is none, or it is the stored secret
   */
  public record Report(
      boolean ok,
      @Nullable String identity,
      @Nullable String identityId,
      @Nullable String organization,
      String detail,
      @Nullable String cause,
      @Nullable String nextStep,
      @Nullable TokenFacts token) {

    static Report failed(
        @Nullable String organization, String detail, @Nullable String cause, String nextStep) {
      return new Report(false, null, null, organization, detail, cause, nextStep, null);
    }

    Report with(@Nullable TokenFacts facts) {
      return new Report(ok, identity, identityId, organization, detail, cause, nextStep, facts);
    }
  }

  /** Runs the test; what goes wrong upstream is in the report, never an exception. */
  public Report run(KeptCredential credential, TokenSource source) {
    try {
      AccessToken token = source.token();
      return tried(credential, token).with(facts(token));
    } catch (TokenException e) {
      return Report.failed(
          null, String.valueOf(e.getMessage()), e.code().orElse(null), e.nextStep());
    }
  }

  private Report tried(KeptCredential credential, AccessToken token) {
    if (credential.organizations().isEmpty()) {
      return new Report(true, null, null, null, "The credential gives a token", null, null, null);
    }
    CallSettings settings = CallSettings.of(credential.row().value().fields());
    return new WhoAmI(
            new PatientSender(sender, settings.retries(), runtime),
            credential.organizations().get(0),
            token.authorization(),
            settings)
        .report();
  }

  private static @Nullable TokenFacts facts(AccessToken token) {
    return token instanceof MintedToken minted
        ? TokenFacts.of(minted, token.authorization().replaceFirst("^\\S+ ", ""))
        : null;
  }
}
