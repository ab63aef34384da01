package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.upstream.ConnectionTest;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What failed last with each credential that fails now. A vault that starts knows of nothing that
 * fails. Thread-safe.
 */
final class CredentialHealth {

  private static final Set<TokenException.Reason> OF_THE_CREDENTIAL =
      EnumSet.of(
          TokenException.Reason.REJECTED,
          TokenException.Reason.NEEDS_CONSENT,
          TokenException.Reason.CREDENTIAL_EXPIRED);

  private static final Set<TokenException.Reason> OF_THE_WAY =
      EnumSet.of(
          TokenException.Reason.CONFIGURATION,
          TokenException.Reason.UNREACHABLE,
          TokenException.Reason.THROTTLED);

  /** How far the use of a credential gets. */
  private enum Step {
    TOKEN,
    UPSTREAM
  }

  /**
   * What fails.
   *
   * @param edition of the credential that fails
   * @param since when it began to
   * @param reason one sentence
   * @param nextStep what to do
   */
  record Failure(Step step, long edition, Instant since, String reason, String nextStep) {}

  private final Clock clock;
  private final Map<String, Failure> failing = new ConcurrentHashMap<>();

  CredentialHealth(Clock clock) {
    this.clock = clock;
  }

  /** What fails with the credential as it stands now. */
  Optional<Failure> of(KeptCredential credential) {
    return Optional.ofNullable(failing.get(credential.id()))
        .filter(each -> each.edition() == edition(credential));
  }

  /** There is a token; whether the upstream takes it is not known yet. */
  void gaveToken(KeptCredential credential) {
    works(credential, Step.TOKEN);
  }

  /** There is no token, unless it is only the request that is to blame. */
  void gaveNone(KeptCredential credential, TokenRequest request, TokenException e) {
    boolean always = request.equals(TokenRequest.DEFAULT) && OF_THE_WAY.contains(e.reason());
    if (always || OF_THE_CREDENTIAL.contains(e.reason())) {
      failed(
          credential,
          Step.TOKEN,
          e.getMessage() + e.code().map(code -> " (" + code + ")").orElse(""),
          e.nextStep());
    }
  }

  /** The upstream took the credential. */
  void taken(KeptCredential credential) {
    works(credential, Step.UPSTREAM);
  }

  /** The upstream refused the credential in somebody's request. */
  void refused(KeptCredential credential) {
    failed(
        credential,
        Step.UPSTREAM,
        "The upstream refused it in a request through the proxy",
        "POST /v1/credentials/" + credential.name() + "/test says why.");
  }

  /** It was tried on purpose. */
  void tested(KeptCredential credential, ConnectionTest.Report report) {
    if (report.ok()) {
      taken(credential);
    } else {
      failed(credential, Step.UPSTREAM, report.detail(), String.valueOf(report.nextStep()));
    }
  }

  /** The credential is gone, or will be opened anew. */
  void forget(String credentialId) {
    failing.remove(credentialId);
  }

  private void failed(KeptCredential credential, Step step, String reason, String nextStep) {
    Instant since = of(credential).map(Failure::since).orElseGet(clock::instant);
    failing.put(credential.id(), new Failure(step, edition(credential), since, reason, nextStep));
  }

  /** On every request, so it costs nothing while nothing fails. */
  private void works(KeptCredential credential, Step step) {
    if (!failing.isEmpty()) {
      failing.computeIfPresent(
          credential.id(), (id, old) -> old.step().compareTo(step) <= 0 ? null : old);
    }
  }

  private static long edition(KeptCredential credential) {
    return credential.row().value().edition();
  }
}
