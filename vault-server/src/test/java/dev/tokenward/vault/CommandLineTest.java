package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.audit.AuditEvent;
import dev.tokenward.vault.audit.AuditEvent.Outcome;
import dev.tokenward.vault.audit.AuditPlace;
import dev.tokenward.vault.audit.ChainedAuditLog;
import dev.tokenward.vault.audit.HeadWitness;
import dev.tokenward.vault.config.ConfigSchemas;
import dev.tokenward.vault.config.FakeSurroundings;
import dev.tokenward.vault.upstream.NameLookup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  private static final String TWO_KINDS =
      """
      credentials:
        ado: {kind: azure-devops-pat, organization: "%s", token: env:ADO_PAT}
        entra:
          kind: entra-client-secret
          tenant: contoso.example
          clientId: 11111111-2222-3333-4444-555555555555
          clientSecret: env:CI_SECRET
          organization: "%s"
      callers:
        ci: {secret: env:CI_SECRET}
      policies:
        ci-works: {callers: [ci], credentials: [ado, entra], permissions: [proxy]}
      """;

  private static final String GOOD = "src/test/resources/config/least.yaml";
  private static final String WRONG = "src/test/resources/config/wrong/literal-secret.yaml";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path directory;

  static Stream<List<String>> commands() {
    return Stream.of(
        List.of(),
        List.of("serve"),
        List.of("check-config"),
        List.of("healthcheck"),
        List.of("init"),
        List.of("up"),
        List.of("apply"),
        List.of("credential"),
        List.of("credential", "add"),
        List.of("credential", "authorize"),
        List.of("credential", "confirm"),
        List.of("credential", "deauthorize"),
        List.of("kind"),
        List.of("kind", "list"),
        List.of("kind", "show"),
        List.of("caller"),
        List.of("caller", "secret"),
        List.of("caller", "secret", "add"),
        List.of("policy", "set"),
        List.of("lease", "revoke"),
        List.of("token"),
        List.of("virtual-pat"),
        List.of("exec"),
        List.of("freeze"),
        List.of("unfreeze"),
        List.of("rekey"),
        List.of("key"),
        List.of("key", "export"),
        List.of("backup"),
        List.of("restore"),
        List.of("resume"),
        List.of("doctor"),
        List.of("admin"),
        List.of("admin", "reset"),
        List.of("audit"),
        List.of("audit", "list"),
        List.of("audit", "verify"),
        List.of("audit", "export"));
  }

  @Test
  void checkConfig_ofASidecarWithAKindThatAPersonAuthorizes_saysWhatIsMissing() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("sidecar.yaml"),
            """
            credentials:
              boards: {kind: oauth, preset: entra, tenant: contoso.example, clientId: app}
            callers: {ci: {secret: env:CI_SECRET}}
            policies: {p: {callers: [ci], credentials: [boards], permissions: [token]}}
            """);
    assertThat(run("check-config", "--config", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("credentials.boards.kind", "Add stateDir: PATH");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_ofEveryCommand_saysUsageAndExitCodes(List<String> command) {
    assertThat(run(Stream.concat(command.stream(), Stream.of("--help")))).isZero();

    assertThat(out.toString())
        .startsWith("Usage: tokenward " + String.join(" ", command))
        .contains("Exit codes:", "  0   ", "  1   ", "  2   ");
  }

  @Test
  void version_namesProductAndJava() {
    assertThat(run("--version")).isZero();

    assertThat(out.toString()).startsWith("tokenward ").contains("Java " + Runtime.version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "audit"})
  void run_withoutACommand_is2AndSaysUsage(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);

    assertThat(err.toString()).contains("Usage: tokenward");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sreve, Did you mean: tokenward",
    "check-config --jsno, Possible solutions: --json",
    "audit export --out x, Missing required parameter: 'FILE'"
  })
  void run_wrongUsage_is2AndSaysWhatIsRight(String line, String help) {
    assertThat(run(line.split(" "))).isEqualTo(2);

    assertThat(err.toString()).contains(help);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void checkConfig_goodFile_sumsUpWithoutSecrets() {
    assertThat(run("check-config", "--config", GOOD)).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            GOOD + " is good.",
            "listen        127.0.0.1:8220",
            "public URL    http://127.0.0.1:8220",
            "audit         standard output",
            "destinations  microsoft",
            "credentials   ado (azure-devops-pat)",
            "callers       ci",
            "policies      ci-reads");
    assertThat(out + "" + err).doesNotContain(FakeSurroundings.SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "https://dev.azure.com", "http://dev.azure.com/acme"})
  void checkConfig_wrongOrganizationOfAnyKind_saysWhatIsAccepted(String organization)
      throws IOException {
    Path file = directory.resolve("tokenward.yaml");
    Files.writeString(file, TWO_KINDS.formatted(organization, organization));
    assertThat(run("check-config", "--config", file.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("credentials.ado.organization", "credentials.entra.organization", "Accepted are")
        .doesNotContain("Exception");
  }

  @Test
  void checkConfig_stateDir_saysWhereTheRootKeyComesFrom() throws IOException {
    Path file = directory.resolve("tokenward.yaml");
    Files.writeString(file, "stateDir: state\nrootKey: {passphrase: env:CI_SECRET}\n");

    assertThat(run("check-config", "--config", file.toString())).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            file + " is good.",
            "listen        127.0.0.1:8220",
            "public URL    http://127.0.0.1:8220",
            "console       127.0.0.1:8221",
            "console URL   http://localhost:8221",
            "audit         " + directory.resolve("state/audit.jsonl"),
            "state dir     " + directory.resolve("state"),
            "root key      file " + directory.resolve("state/root.key") + " under a passphrase",
            "destinations  microsoft",
            "credentials   kept in state dir",
            "callers       kept in state dir",
            "policies      kept in state dir");
    assertThat(out + "" + err).doesNotContain(FakeSurroundings.SECRET);
  }

  @Test
  void checkConfig_goodFileInJson_isOneObject() {
    assertThat(run("check-config", "--json", "--config", GOOD)).isZero();

    assertThat(out.toString().strip())
        .isEqualTo(
            "{\"ok\":true,\"listen\":\"127.0.0.1:8220\",\"publicUrl\":\"http://127.0.0.1:8220\","
                + "\"console\":null,\"audit\":\"standard output\",\"stateDir\":null,\"rootKey\":null,"
                + "\"destinations\":[\"microsoft\"],"
                + "\"ambient\":[],"
                + "\"credentials\":[{\"name\":\"ado\",\"kind\":\"azure-devops-pat\"}],"
                + "\"callers\":[\"ci\"],\"policies\":[\"ci-reads\"],\"warnings\":[]}");
  }

  @Test
  void checkConfig_consoleInJson_isWhereItListensAndHowBrowsersReachIt() throws IOException {
    Path file = directory.resolve("tokenward.yaml");
    Files.writeString(
        file,
        "stateDir: state\nconsole: {listen: '[::1]:9443', url: https://console.example.com}\n");
    assertThat(run("check-config", "--json", "--config", file.toString())).isZero();

    assertThat(TestVault.json(out.toString()).path("console").toString())
        .isEqualTo(
            "{\"listen\":\"[0:0:0:0:0:0:0:1]:9443\",\"url\":\"https://console.example.com\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check-config", "serve"})
  void console_withoutAStateDir_isRefusedWithWhatToDo(String command) throws IOException {
    String file = "src/test/resources/config/wrong/console-without-state-dir.yaml";
    assertThat(run(command, "--config", file)).isEqualTo(1);

    assertThat(err.toString()).startsWith(file + ":1: console: ").contains("Add stateDir: PATH");
  }

  @Test
  void checkConfig_wrongFile_is1AndSaysWhere() {
    assertThat(run("check-config", "--config", WRONG)).isEqualTo(1);

    assertThat(err.toString()).startsWith(WRONG + ":5: credentials.ado.token: No secret stands");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void checkConfig_wrongFileInJson_listsProblems() {
    assertThat(run("check-config", "--json", "--config", WRONG)).isEqualTo(1);

    assertThat(out.toString())
        .startsWith(
            "{\"ok\":false,\"problems\":[{\"line\":5,\"path\":\"credentials.ado.token\","
                + "\"message\":\"No secret stands");
  }

  @Test
  void checkConfig_noFile_namesTheDefault() {
    assertThat(run("check-config")).isEqualTo(1);

    assertThat(err.toString()).startsWith("tokenward.yaml: There is no file tokenward.yaml.");
  }

  @Test
  void checkConfig_schema_takesWhatTheDocumentsSay() throws IOException {
    assertThat(run("check-config", "--schema")).isZero();

    ConfigSchemas schema = new ConfigSchemas(out.toString());
    Matcher readme =
        Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(Path.of("../README.md")));
    assertThat(readme.find()).isTrue();
    assertThat(schema.problems(readme.group(1))).isEmpty();
    assertThat(schema.problems(readme.group(1).replace("secret:", "secrets:"))).isNotEmpty();
    assertThat(schema.problems(readme.group(1).replace("tenant:", "tenat:"))).isNotEmpty();
  }

  @Test
  void serve_wrongFile_is1AndSaysWhere() {
    assertThat(run("serve", "--config", WRONG)).isEqualTo(1);

    assertThat(err.toString()).startsWith(WRONG + ":5: credentials.ado.token: No secret stands");
  }

  @Test
  void serve_noPlaceForAudit_is1AndSaysWhatIsNeeded() throws IOException {
    Path config = directory.resolve("tokenward.yaml");
    Files.writeString(
        config, "audit: {file: none/audit.jsonl}\n" + Files.readString(Path.of(GOOD)));

    assertThat(run("serve", "--config", config.toString())).isEqualTo(1);

    assertThat(err.toString())
        .contains(
            "The audit file "
                + directory.resolve("none/audit.jsonl")
                + " needs a directory that exists and that the vault may write to.")
        .doesNotContain("\tat ");
  }

  @Test
  void auditVerify_wholeChain_printsItsHead() throws IOException {
    Path file = audit(2);

    assertThat(run("audit", "verify", file.toString())).isZero();

    String head = head();
    assertThat(out.toString().lines())
        .containsExactly(
            file + ": the chain is whole, 2 records.",
            "head " + head,
            "Whether the end was cut off, only a head kept elsewhere can tell:"
                + " tokenward audit verify --head "
                + head
                + " "
                + file);
  }

  @Test
  void auditVerify_endCutOff_isFoundByTheHead() throws IOException {
    Path file = audit(2);
    assertThat(run("audit", "verify", file.toString())).isZero();
    String head = head();
    Files.write(file, List.of(Files.readAllLines(file).get(0)));

    assertThat(run("audit", "verify", file.toString())).isZero();
    assertThat(run("audit", "verify", "--head", head, file.toString())).isEqualTo(1);

    assertThat(out.toString())
        .contains(
            file
                + ":2: record 2: The file ends here, but record 2 was witnessed: its end was cut"
                + " off.",
            "Good up to record 1.");
  }

  @Test
  void auditVerify_editedRecordInJson_namesIt() throws IOException {
    Path file = audit(2);
    Files.writeString(file, Files.readString(file).replace("granted", "denied"));

    assertThat(run("audit", "verify", "--json", file.toString())).isEqualTo(1);

    assertThat(out.toString())
        .contains(
            "\"ok\":false,\"first\":1,\"records\":0,",
            "audit.jsonl\",\"line\":1,\"seq\":1,\"problem\":\"The record was changed");
  }

  @Test
  void auditExport_part_isWrittenWithItsHeadAndVerified() throws IOException {
    Path file = audit(5);
    Path part = directory.resolve("part");

    assertThat(
            run(
                "audit",
                "export",
                "--from",
                "3",
                "--to",
                "4",
                "--format",
                "jsonl",
                "--head",
                "--out",
                part.toString(),
                file.toString()))
        .isZero();

    String head = head();
    assertThat(Files.readAllLines(part)).isEqualTo(Files.readAllLines(file).subList(2, 4));
    assertThat(directory.resolve("part.head")).hasContent(head);
    assertThat(head).startsWith("4:");
    assertThat(run("audit", "verify", "--head", head, file.toString())).isZero();
    assertThat(run("audit", "verify", part.toString())).isEqualTo(1);
    String said = out.toString();
    String before = said.substring(said.indexOf("--head ") + 7, said.indexOf(" " + part + "\n"));
    assertThat(run("audit", "verify", "--head", before, part.toString())).isZero();
    assertThat(out.toString()).contains("records 3 to 4; older ones were deleted");
  }

  @ParameterizedTest
  @CsvSource({
    "--from 6, 1, has no record from 6",
    "--format csv, 2, The one format is jsonl",
    "--from x, 2, Invalid value",
  })
  void auditExport_wrong_leavesNoFile(String options, int code, String message) throws IOException {
    Path file = audit(5);
    Path part = directory.resolve("part");
    Stream<String> command = Stream.of("audit", "export", "--out", part.toString());

    assertThat(
            run(
                Stream.of(command, Stream.of(options.split(" ")), Stream.of(file.toString()))
                    .flatMap(each -> each)))
        .isEqualTo(code);

    assertThat(err.toString()).contains(message);
    assertThat(part).doesNotExist();
  }

  @Test
  void auditExport_editedRecord_is1AndLeavesNoFile() throws IOException {
    Path file = audit(5);
    Files.writeString(file, Files.readString(file).replace("granted", "denied"));
    Path part = directory.resolve("part");

    assertThat(run("audit", "export", "--out", part.toString(), file.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("Record 1: The record was changed");
    assertThat(part).doesNotExist();
  }

  @Test
  void auditExport_fileExists_isLeftAlone() throws IOException {
    Path file = audit(5);

    assertThat(run("audit", "export", "--out", file.toString(), file.toString())).isEqualTo(2);

    assertThat(err.toString()).contains("FileAlreadyExistsException");
    assertThat(Files.readAllLines(file)).hasSize(5);
  }

  @Test
  void auditVerify_unreadableFile_is2() {
    assertThat(run("audit", "verify", directory.resolve("none").toString())).isEqualTo(2);

    assertThat(err.toString()).contains("cannot be read");
  }

  @Test
  void auditVerify_headOfNoForm_is2() {
    assertThat(run("audit", "verify", "--head", "2", "file")).isEqualTo(2);

    assertThat(err.toString()).contains("SEQ:HASH");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 503})
  void healthcheck_answer_decidesTheExitCode(int status) throws IOException {
    HttpServer vault = HttpServer.create(loopback(), 0);
    vault.createContext(
        "/health/ready",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    vault.start();
    try {
      assertThat(run("healthcheck", "--url", "http://127.0.0.1:" + vault.getAddress().getPort()))
          .isEqualTo(status == 200 ? 0 : 1);
    } finally {
      vault.stop(0);
    }
    assertThat(out.toString().strip())
        .isEqualTo(status == 200 ? "ready" : "not ready: HTTP " + status);
  }

  @Test
  void healthcheck_nobodyAnswers_is1() throws IOException {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closedSoon.getLocalPort();
    }

    assertThat(run("healthcheck", "--url", "http://127.0.0.1:" + port)).isEqualTo(1);
    assertThat(err.toString()).contains("No vault answers at http://127.0.0.1:" + port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://127.0.0.1:8220", "http://vault.example.com", "http://10.0.0.1", "/x"})
  void healthcheck_beyondLoopback_is2(String url) {
    assertThat(run("healthcheck", "--url", url)).isEqualTo(2);
  }

  private Path audit(int records) throws IOException {
    Path file = directory.resolve("audit.jsonl");
    TokenRuntime runtime =
        new TokenRuntime(
            Clock.systemUTC(),
            () -> 0,
            new Random(1),
            request -> {
              throw new UnsupportedOperationException();
            },
            Runnable::run,
            (delay, task) -> () -> {});
    try (ChainedAuditLog log =
        ChainedAuditLog.open(AuditPlace.of(file), HeadWitness.NONE, Optional.empty(), runtime)) {
      for (int i = 0; i < records; i++) {
        log.record(
            new AuditEvent(
                new Call(new Caller("c", "ci"), "/v1/leases", "0".repeat(32)),
                "lease.list",
                Outcome.GRANTED,
                null,
                null,
                null,
                null,
                null,
                null));
      }
    }
    return file;
  }

  private String head() {
    return out.toString()
        .lines()
        .filter(line -> line.startsWith("head "))
        .findFirst()
        .orElseThrow()
        .substring(5);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private int run(Stream<String> arguments) {
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    CommandLine commands =
        Main.commandLine(
            file ->
                DaggerVaultComponent.factory()
                    .create(
                        file,
                        FakeSurroundings.filled(),
                        TokenRuntime.system(),
                        new SecureRandom(),
                        NameLookup.PLATFORM));
    return commands
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
