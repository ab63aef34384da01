package dev.tokenward.vault.upstream;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.azuredevops.RetryPolicy;
import java.io.IOException;
import java.time.Duration;

/**
 * Repeats calls to Azure DevOps as a credential's {@link RetryPolicy} says. All waits together are
 * bounded: somebody waits for the answer. Confined to one errand.
 */
final class PatientSender implements HttpSender {

  private static final Duration ALL_WAITS = Duration.ofSeconds(45);

  private final HttpSender sender;
  private final RetryPolicy policy;
  private final TokenRuntime runtime;
  private Duration left = ALL_WAITS;

  PatientSender(HttpSender sender, RetryPolicy policy, TokenRuntime runtime) {
    this.sender = sender;
    this.policy = policy;
    this.runtime = runtime;
  }

  @Override
  public Response send(Request request) throws IOException {
    for (int repeated = 0; ; repeated++) {
      Response response = sender.send(request);
      Duration wait =
          policy
              .waitAfter(response.status(), repeated, response.header("Retry-After"))
              .filter(each -> request.repeatable() && each.compareTo(left) <= 0)
              .orElse(null);
      if (wait == null) {
        return response;
      }
      left = left.minus(wait);
      runtime.pause(wait);
    }
  }
}
