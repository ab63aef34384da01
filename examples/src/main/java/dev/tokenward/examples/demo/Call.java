package dev.tokenward.examples.demo;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as the client sends it, and as the curl line that does the same. Who calls stands in a
 * file of the client's folder, so that no secret is an argument.
 *
 * @param headerFile the file with the line {@code Authorization: ...}
 * @param contentType of the body; empty without one
 */
record Call(String method, URI url, String headerFile, String contentType, String body) {

  private static final String FORM = "application/x-www-form-urlencoded";

  static Call get(String url, String headerFile) {
    return new Call("GET", URI.create(url), headerFile, "", "");
  }

  static Call delete(String url, String headerFile) {
    return new Call("DELETE", URI.create(url), headerFile, "", "");
  }

  static Call json(String url, String headerFile, String body) {
    return new Call("POST", URI.create(url), headerFile, "application/json", body);
  }

  static Call form(String url, String headerFile, String... pairs) {
    return new Call("POST", URI.create(url), headerFile, FORM, String.join("&", pairs));
  }

  /** The same, with a body of another type. */
  Call as(String type) {
    return new Call(method, url, headerFile, type, body);
  }

  /** The request, with the header that its file holds. */
  HttpRequest request(String header) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Authorization", header);
    return (contentType.isEmpty() ? request : request.header("Content-Type", contentType)).build();
  }

  /** The parts of the curl line. */
  List<String> curl() {
    List<String> parts = new ArrayList<>(List.of("curl"));
    if (url.getScheme().equals("https")) {
      parts.add("--cacert " + Client.TRUST);
    }
    if (method.equals("DELETE")) {
      parts.add("-X DELETE");
    }
    parts.add("-H @" + headerFile);
    if (contentType.equals(FORM)) {
      List.of(body.split("&", -1)).forEach(pair -> parts.add("-d " + pair));
    } else if (!body.isEmpty()) {
      parts.add("-H 'Content-Type: " + contentType + "'");
      parts.add("-d '" + body + "'");
    }
    parts.add(url.toString().contains("$") ? "'" + url + "'" : url.toString());
    return parts;
  }
}
