package dev.tokenward.examples;

import dev.tokenward.appcred.AppCredentials;
import dev.tokenward.core.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** The library in three lines: a request to Azure DevOps as an app registered in Entra ID. */
public final class ThreeLines {

  private ThreeLines() {}

  /** Takes a tenant, a client id, the file of the client secret, and the URL to get. */
  public static void main(String[] args) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(args[0], args[1], Path.of(args[2]), URI.create(args[3]));
    System.out.println(answer.statusCode() + " " + answer.body());
  }

  private static HttpResponse<String> get(String tenant, String clientId, Path path, URI url)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    // region three lines
    var devOps = AppCredentials.clientSecret(tenant, clientId, Secret.file(path)).open();
    request.header("Authorization", devOps.token().authorization());
    return client.send(request.build(), BodyHandlers.ofString());
    // endregion
  }
}
