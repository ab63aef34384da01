package dev.tokenward.appcred;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import java.io.IOException;
import java.util.function.Supplier;

/** Asks a build service who the job is in which this program runs. */
final class JobQuestion implements Supplier<String> {

  private final String name;
  private final BuildService service;
  private final Secret token;
  private final HttpSender http;

  JobQuestion(String name, BuildService service, Secret token, HttpSender http) {
    this.name = name;
    this.service = service;
    this.token = token;
    this.http = http;
  }

  @Override
  public String get() {
    HttpSender.Response response = answer();
    String assertion = TokenAnswer.fields(response.body()).get(service.member());
    if (response.status() == 200 && assertion != null) {
      return assertion;
    }
    throw failure(response.status());
  }

  private HttpSender.Response answer() {
    try {
      return http.send(service.request(token.reveal()));
    } catch (IOException e) {
      throw new TokenException(
          Reason.UNREACHABLE,
          "No answer from " + service.uri().getHost() + " to the question who " + name + " is",
          "Check that this machine can reach https://" + service.uri().getAuthority() + ".");
    }
  }

  private TokenException failure(int status) {
    if (status == 429) {
      return new TokenException(
          Reason.THROTTLED, service.label() + " asks " + name + " to slow down", "Wait.");
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
