package dev.tokenward.appcred;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import java.util.function.Supplier;

/** Asks a build service who the job is in which this program runs. */
final class JobQuestion implements Supplier<String> {

  private final BuildService service;
  private final Secret token;
  private final Exchange exchange;

  JobQuestion(BuildService service, Secret token, Exchange exchange) {
    this.service = service;
    this.token = token;
    this.exchange = exchange;
  }

  @Override
  public String get() {
    HttpSender.Response response = exchange.send(service.request(token.reveal()));
    String assertion = TokenAnswer.fields(response.body()).get(service.member());
    if (response.status() == 200 && assertion != null) {
      return assertion;
    }
    throw failure(response.status(), exchange.name());
  }

  private TokenException failure(int status, String name) {
    if (status == 429) {
      return new TokenException(
          Reason.THROTTLED,
          service.label() + " asks " + name + " to slow down",
          "Wait: it is asked again by itself. If it stays, let fewer jobs run at once.");
    }
    if (status >= 500) {
      return new TokenException(
          Reason.UNREACHABLE,
          service.label() + " is out of order for a while and does not say who " + name + " is",
          "Wait: it is asked again by itself.");
    }
    return new TokenException(
        Reason.REJECTED, service.label() + " does not say who " + name + " is", service.advice());
  }
}
