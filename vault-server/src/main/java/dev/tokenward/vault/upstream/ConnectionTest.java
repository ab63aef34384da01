package dev.tokenward.vault.upstream;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.HttpSender;
import dev.tokenward.vault.store.KeptCredential;
import org.jspecify.annotations.Nullable;

/** Tries a credential upstream, the same way for every kind: get a token, ask who it is. */
public final class ConnectionTest {

  private final HttpSender sender;

  /** Asks through {@code sender}. */
  public ConnectionTest(HttpSender sender) {
    this.sender = sender;
  }

  /**
   * What was found.
   *
   * @param ok whether the upstream took the credential
   * @param identity who the upstream says it is, or null
   * @param organization where it was tried, or null where only a token was fetched
   * @param detail one sentence
   * @param cause the upstream's code, or null
   * @param nextStep what to do, or null when nothing is wrong
   */
  public record Report(
      boolean ok,
      @Nullable String identity,
      @Nullable String organization,
      String detail,
      @Nullable String cause,
      @Nullable String nextStep) {}

  /** Runs the test; what goes wrong is in the report, never an exception. */
  public Report run(KeptCredential credential, CachingTokenSource source) {
    try {
      AccessToken token = source.token();
      return credential.organizations().isEmpty()
          ? new Report(true, null, null, "The credential gives a token", null, null)
          : ask(credential.organizations().get(0), token);
    } catch (TokenException e) {
      return failed(null, String.valueOf(e.getMessage()), e.code().orElse(null), e.nextStep());
    }
  }

  private Report ask(Organization organization, AccessToken token) {
    HttpSender.Request request =
        HttpSender.Request.get(
            URI.create(organization.baseUrl() + CONNECTION_DATA),
            Map.of("Authorization", token.authorization(), "X-TFS-FedAuthRedirect", "Suppress"),
            LIMIT);
    try {
      return read(organization, sender.send(request));
    } catch (IOException e) {
      return failed(
          organization.name(),
          "The organization cannot be reached: " + e.getMessage(),
          null,
          "Check the organization's URL, and destinations.allow of the configuration.");
    }
  }

  private static Report read(Organization organization, HttpSender.Response response) {
    return Refusal.of(response.status(), response.headers(), response.body())
        .map(refusal -> refused(organization, refusal))
        .orElseGet(() -> identified(organization, response));
  }
}
