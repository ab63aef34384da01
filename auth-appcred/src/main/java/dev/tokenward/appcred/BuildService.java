package dev.tokenward.appcred;

import dev.tokenward.core.HttpSender;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a build service is asked who a job of it is.
 *
 * @param label its name
 * @param member of the JSON that it answers, which is the assertion
 * @param advice what lets a job ask
 */
record BuildService(
    String label,
    String method,
    URI uri,
    Map<String, String> headers,
    String member,
    String advice) {

  /** Below the engine's default patience, with the grant that follows. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Source: "OpenID Connect reference", GitHub. */
  static BuildService gitHubActions(String url, String audience) {
    return new BuildService(
        "GitHub Actions",
        "GET",
        with(url, Map.of("audience", audience)),
        Map.of(),
        "value",
        "Give the job the permission id-token: write; what lets it ask ends with the job.");
  }

  /** Source: "Oidctoken - Create", Azure DevOps REST API, distributedtask. */
  static BuildService azurePipelines(String url, String serviceConnection) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("api-version", "7.1");
    query.put("serviceConnectionId", serviceConnection);
    return new BuildService(
        "Azure Pipelines",
        "POST",
        with(url, query),
        Map.of("Content-Type", "application/json", "X-TFS-FedAuthRedirect", "Suppress"),
        "oidcToken",
        "Map SYSTEM_ACCESSTOKEN: $(System.AccessToken) into the step, and let the pipeline use the"
            + " service connection.");
  }

  /** The request of a job that proves itself by {@code token}. */
  HttpSender.Request request(String token) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Accept", "application/json");
    all.put("Authorization", "Bearer " + token);
    return new HttpSender.Request(method, uri, all, "", LIMIT, true);
  }

  private static URI with(String url, Map<String, String> query) {
    String more =
        query.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return URI.create(url + (url.contains("?") ? "&" : "?") + more);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
