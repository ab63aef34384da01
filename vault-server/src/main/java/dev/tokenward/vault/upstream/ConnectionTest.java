package dev.tokenward.vault.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tokenward.core.AccessToken;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.core.azuredevops.Refusal;
import dev.tokenward.vault.store.KeptCredential;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries a credential upstream, the same way for every kind: get a token, ask who it is. */
public final class ConnectionTest {

  /** Never left preview: without the suffix the service refuses the version. */
  private static final String CONNECTION_DATA = "/_apis/connectionData?api-version=7.1-preview";

  /** Who the service says it is to whoever proves nothing, with status 200. */
  private static final String ANONYMOUS = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final JsonMapper JSON = new JsonMapper();

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

  /** Runs the test; what goes wrong upstream is in the report, never an exception. */
  public Report run(KeptCredential credential, TokenSource source) {
    try {
      AccessToken token = source.token();
      return credential.organizations().isEmpty()
          ? new Report(true, null, null, "The credential gives a token", null, null)
          : ask(credential.organizations().get(0), token);
    } catch (TokenException e) {
      return new Report(
          false, null, null, String.valueOf(e.getMessage()), e.code().orElse(null), e.nextStep());
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
          organization,
          "gave no answer",
          null,
          "Check the organization's URL, and destinations.allow of the configuration.");
    }
  }

  private static Report read(Organization organization, HttpSender.Response response) {
    return Refusal.of(response.status(), response::header, response.body())
        .map(
            refusal ->
                failed(organization, "refuses the token", refusal.code(), refusal.nextStep()))
        .orElseGet(() -> identified(organization, response));
  }

  private static Report identified(Organization organization, HttpSender.Response response) {
    JsonNode user = user(response);
    if (response.status() != 200 || !user.hasNonNull("id")) {
      return failed(
          organization,
          "answers with status " + response.status() + " and no identity",
          null,
          "Check that the URL is that of an Azure DevOps organization.");
    }
    if (user.get("id").asText().equals(ANONYMOUS)) {
      return failed(
          organization,
          "takes the token for no one",
          null,
          "Check that the token belongs to this organization.");
    }
    return new Report(
        true,
        user.path("providerDisplayName").asText(user.get("id").asText()),
        organization.name(),
        "The organization " + organization.name() + " takes the credential",
        null,
        null);
  }

  private static JsonNode user(HttpSender.Response response) {
    try {
      return JSON.readTree(response.body()).path("authenticatedUser");
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static Report failed(
      Organization organization, String what, @Nullable String code, String nextStep) {
    return new Report(
        false,
        null,
        organization.name(),
        "The organization " + organization.name() + " " + what,
        code,
        nextStep);
  }
}
