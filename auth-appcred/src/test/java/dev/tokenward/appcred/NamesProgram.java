package dev.tokenward.appcred;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Asks for tokens in every way, and then tells whom it asked its resolver for. */
final class NamesProgram {

  private final String login;
  private final String tokens;
  private final String clientId;
  private final String secret;
  private final String userToken;
  private final Path folder;

  private NamesProgram(String port, String clientId, Path folder, String secret, String userToken) {
    this.login = "https://login.emulator.test:" + port + "/";
    this.tokens = "https://tokens.emulator.test:" + port + "/";
    this.clientId = clientId;
    this.secret = secret;
    this.userToken = userToken;
    this.folder = folder;
  }

  /**
   * Takes the emulator's port, a client id and a folder with a certificate and an assertion; reads
   * a client secret and a user's token.
   */
  public static void main(String[] args) throws Exception {
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      new NamesProgram(args[0], args[1], Path.of(args[2]), line(in), line(in)).run();
    }
  }

  private static String line(BufferedReader in) throws IOException {
    return Objects.requireNonNull(in.readLine());
  }

  private void run() throws ReflectiveOperationException {
    TokenRequest user = TokenRequest.DEFAULT.onBehalfOf(userToken);
    TokenRequest elsewhere = TokenRequest.DEFAULT.tenant("fabrikam.example");
    show("secret", entra("contoso.example", secret), CachingTokenSource::token);
    show("user", entra("contoso.example", secret), source -> source.token(user));
    show("challenge", entra("contoso.example", secret), NamesProgram::challenged);
    show("tenant", entra("contoso.example", secret), source -> source.token(elsewhere));
    show("unknown", entra("nobody.example", secret), CachingTokenSource::token);
    show("wrong", entra("contoso.example", "wrong"), CachingTokenSource::token);
    show("redirected", entra("redirected.example", secret), CachingTokenSource::token);
    show("page", entra("page.example", secret), CachingTokenSource::token);
    show("certificate", byCertificate(), CachingTokenSource::token);
    show("federated", byAssertion(), CachingTokenSource::token);
    show("header", server(tokens + "contoso.example/oauth2/v2.0/token"), CachingTokenSource::token);
    show(
        "form",
        server(tokens + "contoso.example/oauth2/v2.0/token")
            .field("authentication", "client_secret_post"),
        CachingTokenSource::token);
    show(
        "elsewhere",
        server(tokens + "redirected.example/oauth2/v2.0/token"),
        CachingTokenSource::token);
    show("key", byKey(), CachingTokenSource::token);
    show("host", AppCredentials.managedIdentity(), CachingTokenSource::token);
    show("host's challenge", AppCredentials.managedIdentity(), NamesProgram::challenged);
    System.out.println("names " + String.join(" ", names()));
    plant();
    System.out.println("names " + String.join(" ", names()));
  }

  private AppCredentials.Builder entra(String tenant, String clientSecret) {
    return AppCredentials.clientSecret(login + tenant, clientId, Secret.of(clientSecret));
  }

  private AppCredentials.Builder byCertificate() {
    return AppCredentials.clientCertificate(
        login + "contoso.example", clientId, folder.resolve("app.pem"));
  }

  private AppCredentials.Builder byAssertion() {
    return AppCredentials.federated(
        login + "contoso.example", clientId, folder.resolve("assertion"));
  }

  private AppCredentials.Builder server(String url) {
    return AppCredentials.clientCredentials(url, clientId, Secret.of(secret))
        .scope("https://app.vssps.visualstudio.com/.default");
  }

  private AppCredentials.Builder byKey() {
    return AppCredentials.privateKeyJwt(
        tokens + "contoso.example/oauth2/v2.0/token",
        clientId,
        Secret.of(Keys.pem(Keys.ec("secp256r1"))));
  }

  private static AccessToken challenged(CachingTokenSource source) {
    source.invalidate(
        source.token(), new Challenge("{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}"));
    return source.token();
  }

  private static void show(
      String what, AppCredentials.Builder builder, Function<CachingTokenSource, AccessToken> ask) {
    try (CachingTokenSource source = builder.open()) {
      AccessToken token = ask.apply(source);
      System.out.println(what + (token.id().isEmpty() ? "" : " token"));
    } catch (TokenException e) {
      System.out.println(what + " " + e.reason());
    }
  }

  /** What the platform remembers of every look-up, failed ones too, where it was told to. */
  private static Set<String> names() throws ReflectiveOperationException {
    Field cache = InetAddress.class.getDeclaredField("cache");
    cache.setAccessible(true);
    Set<String> names = new TreeSet<>();
    ((Map<?, ?>) cache.get(null)).keySet().forEach(name -> names.add(name.toString()));
    return names;
  }

  private static void plant() {
    try {
      System.out.println(InetAddress.getAllByName("planted.emulator.test").length);
    } catch (UnknownHostException e) {
      // As it should be: only its place in the record counts.
    }
  }
}
