package dev.tokenward.vault.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.azuredevops.CallSettings;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.core.azuredevops.Refusal;
import dev.tokenward.vault.upstream.ConnectionTest.Report;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks an organization who somebody is there, and whether they see the default project.
 *
 * @param authorization proves who it is
 */
record WhoAmI(
    HttpSender sender, Organization organization, String authorization, CallSettings settings) {

  /** Who the service says it is to whoever proves nothing, with status 200. */
  private static final String ANONYMOUS = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final JsonMapper JSON = new JsonMapper();

  /** The organization alone: the rest holds a secret. */
  @Override
  public String toString() {
    return "WhoAmI[" + organization + "]";
  }

  Report report() {
    try {
      HttpSender.Response answer = get("connectionData", preview(settings.apiVersion()));
      Optional<Report> refused = refused(answer, "");
      return refused.isPresent() ? refused.get() : identified(answer);
    } catch (IOException e) {
      return failed(
          "gave no answer",
          "Check the organization's URL, and destinations.allow of the configuration.");
    }
  }

  /** Never left preview: without the suffix the service refuses the version. */
  private static String preview(String version) {
    return version.replaceFirst("-preview.*", "") + "-preview";
  }

  private HttpSender.Response get(String path, String version) throws IOException {
    return sender.send(
        HttpSender.Request.get(
            URI.create(organization.baseUrl() + "/_apis/" + path + "?api-version=" + version),
            Map.of("Authorization", authorization, "X-TFS-FedAuthRedirect", "Suppress"),
            LIMIT));
  }

  private Optional<Report> refused(HttpSender.Response answer, String about) {
    return Refusal.of(
            answer.status(), name -> answer.headers().getOrDefault(name, List.of()), answer.body())
        .map(
            refusal ->
                Report.failed(
                    organization.name(),
                    named(refusal.cause()) + about,
                    refusal.code(),
                    refusal.nextStep()));
  }

  private Report identified(HttpSender.Response answer) throws IOException {
    JsonNode user = user(answer);
    if (answer.status() != 200 || !user.hasNonNull("id")) {
      return failed(
          "answers with status " + answer.status() + " and no identity",
          "Check that the URL is that of an Azure DevOps organization.");
    }
    if (user.get("id").asText().equals(ANONYMOUS)) {
      return failed(
          "takes the token for no one", "Check that the token belongs to this organization.");
    }
    Optional<Report> withoutProject = project();
    return withoutProject.isPresent() ? withoutProject.get() : taken(user);
  }

  private Report taken(JsonNode user) {
    String project = settings.project() == null ? "" : ", and has the project";
    return new Report(
        true,
        user.path("providerDisplayName").asText(user.get("id").asText()),
        user.get("id").asText(),
        organization.name(),
        named("takes the credential") + project,
        null,
        null,
        null);
  }

  /** What is wrong with the default project, if there is one. */
  private Optional<Report> project() throws IOException {
    String project = settings.project();
    if (project == null) {
      return Optional.empty();
    }
    String segment = URLEncoder.encode(project, StandardCharsets.UTF_8).replace("+", "%20");
    HttpSender.Response answer = get("projects/" + segment, settings.apiVersion());
    String about = "; asked for the project " + project;
    Optional<Report> refused = refused(answer, about);
    return refused.isPresent() || answer.status() == 200
        ? refused
        : Optional.of(
            failed(
                "answers with status " + answer.status() + about,
                "Check the fields project and apiVersion."));
  }

  private static JsonNode user(HttpSender.Response response) {
    try {
      return JSON.readTree(response.body()).path("authenticatedUser");
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private Report failed(String what, String nextStep) {
    return Report.failed(organization.name(), named(what), null, nextStep);
  }

  private String named(String what) {
    return "The organization " + organization.name() + " " + what;
  }
}
