package dev.tokenward.vault.api;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.CapturedLogs;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.state.DurableStates;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.http.Fault;
import dev.tokenward.vault.Person;
import dev.tokenward.vault.Team;
import dev.tokenward.vault.TestVault;
import dev.tokenward.vault.store.StoredStates;
import dev.tokenward.vault.store.VaultKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches all that a vault lets out, on good ways and on bad ones, for all that it keeps. */
class LeakTest {

  private static final String ANSWERS = "answers";
  private static final String AUDIT = "audit";
  private static final String DATABASE = "database";
  private static final String LOGS = "logs";
  private static final String STREAMS = "standard streams";
  private static final String TEXTS = "texts of what the vault holds";
  private static final String TOKEN_ANSWERS = "answers that give a brokered token";
  private static final String PAT_ANSWERS = "answers that make a virtual PAT";
  private static final String VAULT_TOKEN_ANSWERS = "answers that give a vault token";

  private static final String REPOSITORIES = "/proxy/ado/acme/web/_apis/git/repositories";
  private static final String REFERENCES =
      "/proxy/ado/acme/web/_git/site/info/refs?service=git-upload-pack";
  private static final String ENDPOINT = "/contoso.example/oauth2/v2.0/token";

  private final Emulator emulator = Emulator.start();
  private final LeakProbe probe = new LeakProbe();
  private final String guess = probe.canary("what a client sent as its proof");
  private final String upstreamText = probe.canary("what the identity provider wrote");
  private final StringBuilder answers = new StringBuilder();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @TempDir private Path folder;
  private CapturedLogs logs;
  private CapturedLogs ownLogs;
  private TestVault vault;

  @BeforeEach
  void start() throws IOException {
    PrintStream caught = new PrintStream(printed, true, UTF_8);
    System.setOut(caught);
    System.setErr(caught);
    // Others may log what they like below INFO; an operator who turns that on is told so.
    logs = new CapturedLogs("", Level.INFO);
    ownLogs = new CapturedLogs("dev.tokenward");
    Files.writeString(folder.resolve("canary"), probe.canary("a caller's secret"));
    vault = TestVault.start(emulator, folder, TokenRuntime.system(), LeakTest::withCanary);
    probe.watch("the PAT", Files.readString(folder.resolve("pat")));
    probe.watch("the app secret", Files.readString(folder.resolve("app-secret")));
    for (String caller : new String[] {"ci", "app", "operator", "nobody"}) {
      probe.watch("the secret of " + caller, Files.readString(folder.resolve(caller)));
    }
  }

  private static String withCanary(String config) {
    return config.replace("{secret: file:app}", "{secrets: [file:app, file:canary]}");
  }

  @AfterEach
  void stop() {
    System.setOut(out);
    System.setErr(err);
    ownLogs.close();
    logs.close();
    vault.close();
    emulator.close();
  }

  @Test
  void channels_withALeakPlanted_findIt() throws Exception {
    StringBuilder texts = new StringBuilder();
    // A credential's name is told to whoever asked for it, and recorded: so a name is planted.
    LeakProbe.plant(
        ANSWERS, this::askForCredential, planted -> planted.see(ANSWERS, answers.toString()));
    LeakProbe.plant(
        AUDIT, this::askForCredential, planted -> planted.see(AUDIT, vault.file("audit.jsonl")));
    LeakProbe.plant(
        LOGS,
        text -> System.getLogger("dev.tokenward.vault").log(System.Logger.Level.DEBUG, text),
        planted -> planted.see(LOGS, ownLogs.text()));
    LeakProbe.plant(
        LOGS,
        text -> System.getLogger("org.example").log(System.Logger.Level.INFO, text),
        planted -> planted.see(LOGS, logs.text()));
    LeakProbe.plant(STREAMS, text -> System.out.println(text), this::seeStreams);
    LeakProbe.plant(STREAMS, text -> System.err.println(text), this::seeStreams);
    LeakProbe.plant(
        TEXTS,
        text -> texts.append(Operation.Parameter.text(text, "")),
        planted -> planted.see(TEXTS, texts.toString()));
  }

  private void askForCredential(String name) {
    String encoded = URLEncoder.encode(name, UTF_8);
    json(404, send("POST", "/v1/credentials/" + encoded + "/token", basic("ci"), ""));
  }

  @Test
  void everything_onGoodWaysAndBad_keepsEachSecretWhereItIsMeant() throws Exception {
    walkTheDocument();
    goGoodWays();
    sendGuesses();
    letTheUpstreamTalk();
    misconfigure();
    Path audit = breakTheAudit();
    probe
        .see(AUDIT, audit)
        .see(LOGS, logs.text() + ownLogs.text())
        .see(TEXTS, vault.component().config().toString());
    seeStreams(probe);
    Set<Map.Entry<String, String>> found =
        probe.leaks().stream()
            .map(leak -> Map.entry(leak.canary(), leak.channel()))
            .collect(Collectors.toSet());
    assertThat(found)
        .containsExactlyInAnyOrder(
            Map.entry("a brokered token", TOKEN_ANSWERS),
            Map.entry("a virtual PAT", PAT_ANSWERS),
            Map.entry("a vault token", VAULT_TOKEN_ANSWERS));
  }

  @Test
  void everything_thatAKeptVaultLetsOut_keepsEachSecretWhereItIsMeant() throws Exception {
    vault.close();
    emulator.reset();
    Path other = Files.createDirectory(folder.resolve("kept"));
    try (Team team = Team.of(emulator, other)) {
      vault = team.vault();
      keepSecrets(team);
      walkTheDocumentAsAdmin();
      useWhatIsKept(team);
      consent(team);
      watchKeys(other);
      probe
          .see(AUDIT, vault.file("audit.jsonl"))
          .see(DATABASE, vault.file("state/vault.db"))
          .see(DATABASE, vault.file("state/vault.db-wal"))
          .see(LOGS, logs.text() + ownLogs.text())
          .see(TEXTS, vault.component().config().toString());
    }
    seeStreams(probe);
    assertThat(
            probe.leaks().stream().map(leak -> Map.entry(leak.canary(), leak.channel())).distinct())
        .containsExactlyInAnyOrder(
            Map.entry("a brokered token", TOKEN_ANSWERS),
            Map.entry("a virtual PAT", PAT_ANSWERS),
            Map.entry("a vault token", VAULT_TOKEN_ANSWERS));
  }

  private void keepSecrets(Team team) {
    probe.watch("the kept PAT", team.pat("ado"));
    probe.watch("the kept app secret", team.app("entra", probe.canary("app")));
    probe.watch("the kept caller's secret", team.caller("ci"));
    probe.watch("the administrator's secret", "secret-of-the-caller-admin");
    String next = probe.canary("a replaced PAT");
    json(200, team.admin("PATCH", "/v1/credentials/ado", Map.of("secrets", Map.of("token", next))));
    String again = emulator.devOps().issuePat("acme", "vso.code");
    probe.watch("the PAT in force", again);
    json(
        200, team.admin("PATCH", "/v1/credentials/ado", Map.of("secrets", Map.of("token", again))));
    team.policy("ci", "ci", "*", List.of("proxy", "virtual-pat", "token", "credential.test"));
  }

  private void walkTheDocumentAsAdmin() {
    JsonNode document = json(200, send("GET", "/openapi.json", "", ""));
    for (DescribedOperation operation : DescribedOperation.of(document)) {
      send(operation.method(), operation.target(), basic("admin"), operation.sample());
      String onAdo = operation.target("name", "ado");
      if (operation.method().equals("GET")) {
        send("GET", onAdo, basic("admin"), "");
      }
    }
    json(200, send("POST", "/v1/unfreeze", basic("admin"), ""));
  }

  private void useWhatIsKept(Team team) {
    String ci = team.authorization("ci");
    HttpResponse<String> pat =
        sendTo(PAT_ANSWERS, "POST", "/v1/credentials/ado/virtual-pats", ci, "");
    probe.watch("a virtual PAT", json(201, pat).path("token").asText());
    HttpResponse<String> brokered =
        sendTo(TOKEN_ANSWERS, "POST", "/v1/credentials/entra/token", ci, "");
    probe.watch("a brokered token", json(200, brokered).path("access_token").asText());
    HttpResponse<String> own = token(ci, "");
    probe.see(VAULT_TOKEN_ANSWERS, text(own));
    probe.watch("a vault token", json(200, own).path("access_token").asText());
    for (String name : List.of("ado", "entra")) {
      send("POST", "/v1/credentials/" + name + "/test", ci, "");
      send("GET", "/proxy/" + name + "/acme/_apis/projects", ci, "");
    }
    send("GET", "/v1/leases", basic("admin"), "");
  }

  /** A person consents; of what they carry to and fro, nothing is to stay anywhere. */
  private void consent(Team team) {
    EntraApp app =
        emulator.entra().app("contoso.example").redirectUri(vault.console() + "/oauth/callback");
    probe.watch("the secret of the app that people consent to", app.clientSecret());
    emulator.entra().user("contoso.example", "ada@contoso.example");
    String id = team.delegated("boards", app, Map.of("account", "ada@contoso.example"));
    carry(URI.create(json(200, begin()).path("authorization_url").asText()));
    watchGrant(id);
    probe.watch(
        "a brokered token",
        json(
                200,
                sendTo(
                    TOKEN_ANSWERS,
                    "POST",
                    "/v1/credentials/boards/token",
                    team.authorization("ci"),
                    ""))
            .path("access_token")
            .asText());
    send("GET", "/v1/credentials/boards", basic("admin"), "");
    send("GET", "/v1/credentials/boards/authorize", basic("admin"), "");
    json(200, send("POST", "/v1/credentials/boards/deauthorize", basic("admin"), ""));
  }

  private HttpResponse<String> begin() {
    return vault.send("POST", "/v1/credentials/boards/authorize", basic("admin"), "");
  }

  private void carry(URI link) {
    Person person = new Person();
    HttpResponse<String> page = person.open(link);
    probe.see(ANSWERS, text(page));
    URI callback = emulator.browser().approve(person.proceed(page), "ada@contoso.example");
    probe.watch("a code", parameter(callback, "code"));
    probe.watch("a state", parameter(callback, "state"));
    HttpResponse<String> back = person.get(callback);
    probe.see(ANSWERS, text(back));
    HttpResponse<String> outcome = person.open(callback.resolve(Person.location(back)));
    assertThat(outcome.statusCode()).isEqualTo(200);
    probe.see(ANSWERS, text(outcome));
    for (Person each : List.of(person, new Person())) {
      HttpResponse<String> again = each.get(callback);
      probe.see(ANSWERS, text(again));
      probe.see(ANSWERS, text(each.open(callback.resolve(Person.location(again)))));
    }
  }

  private static String parameter(URI callback, String name) {
    return Arrays.stream(callback.getQuery().split("&"))
        .filter(each -> each.startsWith(name + "="))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1);
  }

  private void watchGrant(String id) {
    DurableState grants =
        DurableStates.in(
            new StoredStates(vault.component().store(), Clock.systemUTC()), TokenRuntime.system());
    Secret kept = Objects.requireNonNull(grants.read("grant/" + id).value());
    probe.watch("a refresh token", json(kept.reveal()).path("refreshToken").asText());
  }

  private void watchKeys(Path kept) throws IOException {
    VaultKeys keys = new VaultKeys(vault.component().store());
    probe.watch("the pepper", keys.of("pepper", () -> "none").reveal());
    probe.watch(
        "the signing key", json(keys.of("signing", () -> "none").reveal()).path("d").asText());
    try (Stream<Path> files = Files.list(kept.resolve("state"))) {
      for (Path file : files.filter(each -> each.toString().contains("key")).toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.matches("[0-9]+ [A-Za-z0-9+/=]{44}"))
            .forEach(line -> probe.watch("the root key", line.split(" ", -1)[1]));
      }
    }
  }

  private void walkTheDocument() {
    JsonNode document = json(200, send("GET", "/openapi.json", "", ""));
    for (DescribedOperation operation : DescribedOperation.of(document)) {
      send(operation.method(), operation.target(), basic("ci"), operation.sample());
      for (WrongRequest wrong : WrongRequest.of(operation)) {
        send(operation.method(), wrong.target(), basic("app"), wrong.body());
      }
    }
  }

  private void goGoodWays() {
    String pat = makeVirtualPat();
    String token = askTokenEndpoint("", VAULT_TOKEN_ANSWERS);
    probe.watch("a vault token", token);
    probe.watch("a brokered token", askTokenEndpoint("&audience=entra", TOKEN_ANSWERS));
    json(200, sendTo(TOKEN_ANSWERS, "POST", "/v1/credentials/entra/token", basic("ci"), ""));
    for (String path : new String[] {"/v1/kinds", "/v1/leases", "/oauth2/jwks", "/health/ready"}) {
      json(200, send("GET", path, "Bearer " + token, ""));
    }
    json(200, send("POST", "/v1/credentials/ado/test", basic("ci"), ""));
    json(200, send("POST", "/v1/credentials/entra/test", basic("ci"), ""));
    for (String proof : new String[] {"Bearer " + pat, basic("any", pat), "Bearer " + token}) {
      assertThat(send("GET", REPOSITORIES, proof, "").statusCode()).isEqualTo(200);
      assertThat(send("GET", REFERENCES, proof, "").statusCode()).isEqualTo(200);
    }
    json(401, send("GET", "/v1/kinds", "Bearer " + pat, ""));
    json(200, send("DELETE", "/v1/leases?credential=ado", "Bearer " + token, ""));
    json(401, send("GET", REPOSITORIES, "Bearer " + pat, ""));
    assertThat(send("GET", REFERENCES, basic("any", pat), "").statusCode()).isEqualTo(401);
  }

  private String makeVirtualPat() {
    HttpResponse<String> answer =
        sendTo(PAT_ANSWERS, "POST", "/v1/credentials/ado/virtual-pats", basic("ci"), "");
    String pat = json(201, answer).path("token").asText();
    probe.watch("a virtual PAT", pat);
    return pat;
  }

  private String askTokenEndpoint(String target, String channel) {
    HttpResponse<String> answer = token(basic("ci"), target);
    probe.see(channel, text(answer));
    return json(200, answer).path("access_token").asText();
  }

  private void sendGuesses() {
    String encoded = URLEncoder.encode(guess, UTF_8);
    for (String path : new String[] {"/v1/kinds", REPOSITORIES, REFERENCES}) {
      send("GET", path, "Bearer " + guess, "");
      send("GET", path, "Bearer twp_" + guess, "");
      send("GET", path, basic("ci", guess), "");
      send("GET", path, basic("any", "twp_" + guess), "");
      send("GET", path + "?q=" + encoded, basic("app"), "");
      send("GET", path + "&q=" + encoded, basic("nobody"), "");
    }
    for (String field : new String[] {"ttl", "name", "allow"}) {
      String body = "{\"" + field + "\":\"" + guess + "\"}";
      send("POST", "/v1/credentials/ado/virtual-pats", basic("nobody"), body);
    }
    send("POST", "/v1/credentials/entra/token", basic("ci"), guess);
    send("GET", "/v1/leases?credential=" + encoded, basic("ci"), "");
    send("DELETE", "/v1/leases?dryRun=" + encoded, basic("ci"), "");
    probe.see(ANSWERS, text(token(basic("ci", guess), "")));
    probe.see(ANSWERS, text(token(basic("ci"), "&client_secret=" + encoded)));
    probe.see(ANSWERS, text(token(basic("ci"), "&assertion=" + encoded + "&resource=" + encoded)));
    probe.see(ANSWERS, text(token("Bearer " + guess, "&audience=entra")));
  }

  private void letTheUpstreamTalk() {
    String refusal = "{\"error\":\"invalid_client\",\"error_description\":\"%s\"}";
    emulator.fail(Fault.status(400).body(refusal.formatted(upstreamText)).times(1).on(ENDPOINT));
    json(502, askFor("https://app.vssps.visualstudio.com/.default"));
    emulator.fail(Fault.status(200).body("<p>" + upstreamText).times(1).on(ENDPOINT));
    json(502, askFor("499b84ac-1321-427f-aa17-267ca6975798/.default"));
    emulator.fail(Fault.status(500).body(upstreamText).times(1).on("connectionData"));
    json(200, send("POST", "/v1/credentials/ado/test", basic("ci"), ""));
    emulator.fail(Fault.redirect("https://evil.example/?" + upstreamText).times(1).on("acme"));
    json(502, send("GET", REPOSITORIES, basic("ci"), ""));
  }

  private HttpResponse<String> askFor(String scope) {
    String body = "{\"scopes\":[\"" + scope + "\"]}";
    return send("POST", "/v1/credentials/entra/token", basic("ci"), body);
  }

  /** Secrets where only references to them belong. */
  private void misconfigure() throws IOException {
    String pat = Files.readString(folder.resolve("pat"));
    String secret = Files.readString(folder.resolve("canary"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Throwable refusal =
        catchThrowable(
            () ->
                TestVault.start(
                    emulator,
                    other,
                    TokenRuntime.system(),
                    config ->
                        config.replace("file:pat", pat).replace("file:app}", "'" + secret + "'}")));
    assertThat(refusal).isNotNull();
    probe.see(TEXTS, refusal);
  }

  /** Something else is where the file was; what was written so far is given. */
  private Path breakTheAudit() throws IOException {
    Path moved = folder.resolve("moved");
    Files.move(vault.file("audit.jsonl"), moved);
    Files.createDirectory(vault.file("audit.jsonl"));
    json(503, send("POST", "/v1/credentials/entra/token", basic("ci"), ""));
    assertThat(ownLogs.text()).contains("Audit cannot be written");
    return moved;
  }

  private HttpResponse<String> token(String authorization, String parameters) {
    return vault.send(
        vault
            .request("/oauth2/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", authorization)
            .POST(BodyPublishers.ofString("grant_type=client_credentials" + parameters)));
  }

  private HttpResponse<String> send(String method, String path, String authorization, String body) {
    return sendTo(ANSWERS, method, path, authorization, body);
  }

  private HttpResponse<String> sendTo(
      String channel, String method, String path, String authorization, String body) {
    HttpResponse<String> answer = vault.send(method, path, authorization, body);
    probe.see(channel, text(answer));
    answers.append(text(answer));
    return answer;
  }

  private void seeStreams(LeakProbe searched) {
    searched.see(STREAMS, printed.toString(UTF_8));
  }

  private static String text(HttpResponse<String> answer) {
    return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
  }
}
