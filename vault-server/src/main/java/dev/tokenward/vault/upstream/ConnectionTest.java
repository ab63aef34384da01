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

  /** Runs the test. */
  public Report run(KeptCredential credential, CachingTokenSource source) {
    return new Report(false, null, null, "", null, null);
  }
}
