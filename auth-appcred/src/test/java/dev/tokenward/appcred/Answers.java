package dev.tokenward.appcred;

import dev.tokenward.core.HttpSender;
import java.util.List;
import java.util.Map;

/** What a token endpoint answers. */
final class Answers {

  private Answers() {}

  static HttpSender.Response token(String token) {
    return json(
        200,
        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,\"access_token\":\""
            + token
            + "\"}");
  }

  static HttpSender.Response error(String error, String description) {
    return json(
        400,
        "{\"error\":\"%s\",\"error_description\":\"%s\",\"error_codes\":[1]}"
            .formatted(error, description));
  }

  static HttpSender.Response json(int status, String body) {
    return new HttpSender.Response(
        status, Map.of("Content-Type", List.of("application/json; charset=utf-8")), body);
  }
}
