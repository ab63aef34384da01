package dev.tokenward.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenward.testkit.entra.EntraApp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A plain HTTP client that trusts one emulator and follows no redirects. */
final class Client {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String base;

  Client(Emulator emulator) {
    this.http = HttpClient.newBuilder().sslContext(emulator.sslContext()).build();
    this.base = emulator.url();
  }

  static String basic(String password) {
    byte[] pair = ("any:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  HttpResponse<String> form(String path, Map<String, String> fields, String... headers)
      throws Exception {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/x-www-form-urlencoded";
    return send("POST", path, encoded(fields), all);
  }

  String token(EntraApp app) throws Exception {
    return token(app, Map.of());
  }

  String token(EntraApp app, Map<String, String> more) throws Exception {
    Map<String, String> form = new HashMap<>(more);
    form.put("grant_type", "client_credentials");
    form.put("client_id", app.clientId());
    form.put("client_secret", app.clientSecret());
    form.put("scope", "https://app.vssps.visualstudio.com/.default");
    String path = "/" + app.tenant().domain() + "/oauth2/v2.0/token";
    HttpResponse<String> response = form(path, form);
    if (response.statusCode() != 200) {
      throw new IOException(response.body());
    }
    return json(response).path("access_token").asText();
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }
}
