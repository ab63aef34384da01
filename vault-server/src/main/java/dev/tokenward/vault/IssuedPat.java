package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A virtual PAT that ends when this is closed, or with the process that made it. */
final class IssuedPat implements AutoCloseable {

  private final ApiClient api;
  private final JsonNode issued;
  private boolean revoked;

  private IssuedPat(ApiClient api, JsonNode issued) {
    this.api = api;
    this.issued = issued;
  }

  static IssuedPat of(ApiClient api, String credential, Map<String, Object> asked) {
    String path = ApiClient.path("credentials", credential, "virtual-pats");
    return new IssuedPat(api, api.send("POST", path, asked).body());
  }

  String token() {
    return issued.path("token").asText();
  }

  String proxyUrl() {
    return issued.path("proxy_url").asText();
  }

  /**
   * Revokes it. Who comes while another revokes waits for that.
   *
   * @throws CommandException saying until when it lives, where it could not be revoked
   */
  @Override
  public synchronized void close() {
    if (revoked) {
      return;
    }
    revoked = true;
    try {
      api.send("DELETE", ApiClient.path("leases", issued.path("lease_id").asText()), null);
    } catch (CommandException e) {
      throw new CommandException(
          "The virtual PAT could not be revoked and ends at "
              + issued.path("expires_at").asText()
              + ". "
              + e.getMessage());
    }
  }
}
