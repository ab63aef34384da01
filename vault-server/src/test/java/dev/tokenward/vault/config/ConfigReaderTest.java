package dev.tokenward.vault.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.tokenward.core.Credential;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.access.Target.Access;
import dev.tokenward.vault.access.Target.Git;
import dev.tokenward.vault.config.VaultConfig.ConfiguredCaller;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

  private static final Path RESOURCES = Path.of("src/test/resources/config");
  private static final Path WRONG = RESOURCES.resolve("wrong");

  private final FakeSurroundings surroundings = FakeSurroundings.filled();
  private final ConfigReader reader = new ConfigReader(FakeKind.kinds(), surroundings);

  @TempDir Path directory;

  static Stream<String> messages() throws IOException {
    return Arrays.stream(Files.readString(RESOURCES.resolve("wrong-messages.txt")).split("\n\n"))
        .map(String::strip);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void read_wrongFile_saysWhatToChange(String expected) {
    String file = expected.substring(0, expected.indexOf(".yaml") + 5);

    assertThat(problems(WRONG.resolve(file))).isEqualTo(expected);
  }

  @Test
  void messages_coverEveryWrongFile() throws IOException {
    try (Stream<Path> files = Files.list(WRONG)) {
      assertThat(messages().map(each -> each.substring(0, each.indexOf(".yaml") + 5)))
          .containsExactlyInAnyOrderElementsOf(
              files.map(each -> String.valueOf(each.getFileName())).toList());
    }
  }

  @Test
  void read_noSuchFile_saysSo() {
    assertThat(problems(WRONG.resolve("none.yaml")))
        .isEqualTo("none.yaml: There is no file none.yaml. Create it, or correct the path.");
  }

  @Test
  void read_directory_saysSo() {
    assertThat(problems(WRONG))
        .endsWith("The file " + WRONG + " cannot be read. It must be an ordinary file.");
  }

  @Test
  void read_fileWithEverything_givesEverything() {
    VaultConfig config = reader.read(RESOURCES.resolve("good.yaml"));

    Path here = RESOURCES.toAbsolutePath();
    assertThat(config.listen().toString()).contains("8221");
    assertThat(config.listen().getAddress().isLoopbackAddress()).isTrue();
    assertThat(config.publicUrl()).isEqualTo(URI.create("https://vault.example.com"));
    assertThat(config.audit())
        .isEqualTo(
            new AuditSettings(
                Optional.of(here.resolve("log/audit.jsonl")),
                134_217_728,
                Optional.of(Duration.ofDays(400)),
                Optional.of(here.resolve("spool/audit.jsonl")),
                33_554_432,
                Optional.of("9:" + "0a".repeat(32))));
    assertThat(config.destinations())
        .containsExactly(
            "microsoft", "127.0.0.1:9443", "*.example.com", "10.1.0.0/16", "[::1]:443");
    assertThat(config.warnings()).isEmpty();
    assertThat(config.callers())
        .extracting(ConfiguredCaller::name, caller -> caller.secrets().size())
        .containsExactly(tuple("ci", 2), tuple("ops", 1));
  }

  @Test
  void read_credential_hasFieldsAndSecretsOfItsKind() {
    Credential ado = reader.read(RESOURCES.resolve("good.yaml")).credentials().get(0);

    assertThat(ado.name()).isEqualTo("ado");
    assertThat(ado.kind()).isEqualTo(FakeKind.NAME);
    assertThat(ado.fields())
        .containsOnlyKeys("organization", "scope")
        .containsEntry("scope", "one two");
    assertThat(ado.secret("token").matches(FakeSurroundings.SECRET))
        .as("without byte order mark and line end")
        .isTrue();
  }

  @Test
  void read_policies_narrowOnlyWhatTheyName() {
    List<Policy> policies = reader.read(RESOURCES.resolve("good.yaml")).policies();

    assertThat(policies)
        .containsExactly(
            new Policy(
                "ci-reads",
                Set.of("ci"),
                Set.of("ado"),
                Set.of(Permission.PROXY, Permission.VIRTUAL_PAT),
                new RequestRules(
                    Access.READ,
                    Set.of(Git.FETCH),
                    Set.of("acme"),
                    Set.of("Web Shop", "2024"),
                    Set.of("site")),
                Duration.ofHours(8)),
            new Policy(
                "ops", Set.of("ops"), Set.of(), Set.of(Permission.SYSTEM), RequestRules.ANY, null));
  }

  /** Where there is no console, its address is free for what there is. */
  @Test
  void read_apiWhereAConsoleWouldBe_isNoProblemWithoutOne() throws IOException {
    String least = Files.readString(RESOURCES.resolve("least.yaml"));
    Path file =
        Files.writeString(directory.resolve("tokenward.yaml"), "listen: 127.0.0.1:8221\n" + least);
    assertThat(reader.read(file).listen().getPort()).isEqualTo(8221);
  }

  @ParameterizedTest
  @CsvSource({
    "'', http://localhost:8221",
    "'listen: 127.0.0.1:9001', http://localhost:9001",
    "'listen: 127.0.0.2:9001', http://127.0.0.2:9001",
    "'listen: \"[::1]:9001\"', http://[::1]:9001",
    "'listen: 127.0.0.1:9001, url: \"http://127.0.0.1:9001\"', http://127.0.0.1:9001"
  })
  void read_console_isCalledByTheNameThatProvidersTake(String console, String url)
      throws IOException {
    assertThat(reader.read(kept(console)).console().url()).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void read_consoleOnTheOriginOfTheApi_isRefusedByEachName(String host) throws IOException {
    Path file = kept("");
    Files.writeString(file, "publicUrl: http://" + host + ":8221\n", StandardOpenOption.APPEND);
    assertThat(problems(file)).contains("console.url: This is publicUrl, too.");
  }

  private Path kept(String console) throws IOException {
    return Files.writeString(
        directory.resolve("tokenward.yaml"),
        "stateDir: state\n" + (console.isEmpty() ? "" : "console: {" + console + "}\n"));
  }

  @Test
  void read_leastFile_hasSafeDefaults() {
    VaultConfig config = reader.read(RESOURCES.resolve("least.yaml"));

    assertThat(config.listen().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(config.listen().getPort()).isEqualTo(8220);
    assertThat(config.publicUrl()).isEqualTo(URI.create("http://127.0.0.1:8220"));
    assertThat(config.audit()).isEqualTo(AuditSettings.DEFAULT);
    assertThat(config.destinations()).containsExactly("microsoft");
    assertThat(config.trustStore()).isEmpty();
    assertThat(config.stateDir()).isEmpty();
    assertThat(config.rootKey()).isEmpty();
  }

  @Test
  void read_stateDirAlone_keepsEverythingUnderAFileInIt() throws IOException {
    VaultConfig config = reader.read(write("stateDir: state"));

    assertThat(config.stateDir()).contains(directory.resolve("state"));
    assertThat(config.rootKey()).contains(new RootKey.KeyFile(directory.resolve("state/root.key")));
    assertThat(config.credentials()).isEmpty();
    assertThat(config.callers()).isEmpty();
    assertThat(config.policies()).isEmpty();
  }

  @Test
  void read_stateDirBesideSections_readsThem() throws IOException {
    VaultConfig config =
        reader.read(write("stateDir: /state", Files.readString(RESOURCES.resolve("least.yaml"))));

    assertThat(config.credentials()).hasSize(1);
    assertThat(config.callers()).hasSize(1);
    assertThat(config.policies()).hasSize(1);
  }

  @Test
  void read_policiesAboutEveryCredential_leaveCredentialsToTheStore() throws IOException {
    VaultConfig config =
        reader.read(
            write(
                "stateDir: state",
                "callers: {ci: {secret: env:CI_SECRET}}",
                "policies:",
                "  p: {callers: [ci], credentials: ['*'], permissions: [credential.test]}"));

    assertThat(config.policies()).extracting(Policy::credentials).containsExactly(Set.of("*"));
    assertThat(config.credentials()).isEmpty();
  }

  @Test
  void read_rootKeyOfEachSource_saysWhereItComesFrom() throws IOException {
    assertThat(rootKey("file: keys/ring"))
        .isEqualTo(new RootKey.KeyFile(directory.resolve("keys/ring")));
    assertThat(rootKey("mounted: /run/secrets/ring"))
        .isEqualTo(new RootKey.Mounted(Path.of("/run/secrets/ring")));
    assertThat(rootKey("command: [az, keyvault, ./secret, 1]"))
        .isEqualTo(new RootKey.Command(List.of("az", "keyvault", "./secret", "1")));
    assertThat(rootKey("command: [bin/ring]"))
        .isEqualTo(new RootKey.Command(List.of(directory + "/bin/ring")));
    assertThat(rootKey("passphrase: env:CI_SECRET"))
        .isInstanceOfSatisfying(
            RootKey.Passphrase.class,
            key -> {
              assertThat(key.file()).isEqualTo(directory.resolve("state/root.key"));
              assertThat(key.passphrase().matches(FakeSurroundings.SECRET)).isTrue();
            });
  }

  @Test
  void rootKey_asText_holdsNeitherPassphraseNorArguments() throws IOException {
    RootKey passphrase = rootKey("passphrase: env:CI_SECRET");
    RootKey command = rootKey("command: [az, " + FakeSurroundings.SECRET + "]");

    assertThat(passphrase.toString() + passphrase.origin() + command + command.origin())
        .doesNotContain(FakeSurroundings.SECRET);
    assertThat(passphrase.origin())
        .isEqualTo("file " + directory.resolve("state/root.key") + " under a passphrase");
    assertThat(command.origin()).isEqualTo("command az");
    assertThat(rootKey("mounted: ring").origin()).isEqualTo("mounted file " + directory + "/ring");
  }

  private RootKey rootKey(String source) throws IOException {
    return reader
        .read(write("stateDir: state", "rootKey: {" + source + "}"))
        .rootKey()
        .orElseThrow();
  }

  @Test
  void read_networkAllowedInWords_listensThere() throws IOException {
    VaultConfig config =
        reader.read(
            write(
                "listen: 0.0.0.0:8220",
                "publicUrl: http://Vault.example.com:8220",
                "allowPlaintextOnNetwork: true",
                Files.readString(RESOURCES.resolve("least.yaml"))));

    assertThat(config.listen().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(config.publicUrl()).isEqualTo(URI.create("http://vault.example.com:8220"));
  }

  @Test
  void read_secretFileOpenToAll_warnsAndWorks() {
    surroundings.open.add(Path.of("/run/secrets/pat"));

    assertThat(reader.read(RESOURCES.resolve("good.yaml")).warnings())
        .extracting(warning -> warning.in(Path.of("good.yaml")))
        .containsExactly(
            "good.yaml:16: credentials.ado.token: Every user of this machine may read"
                + " /run/secrets/pat. Unless this is a container, run chmod 600 on it.");
  }

  @Test
  void read_manyMistakes_tellsAllInTheOrderOfTheFile() throws IOException {
    Path file =
        write(
            "listen: here",
            "credentials:",
            "  ado: {kind: other}",
            "callers:",
            "  ci: {secret: env:NOWHERE}",
            "policies:",
            "  p: {callers: [co], credentials: [ado], permissions: [proxy], maxTtl: PT0S}");

    assertThat(catchThrowableOfType(ConfigException.class, () -> reader.read(file)).problems())
        .extracting(ConfigProblem::path)
        .containsExactly(
            "listen",
            "credentials.ado.kind",
            "callers.ci.secret",
            "policies.p.callers[0]",
            "policies.p.maxTtl");
  }

  @Test
  void read_literalSecret_isNotRepeated() throws IOException {
    String secret = "l".repeat(30);
    Path file =
        write(Files.readString(RESOURCES.resolve("least.yaml")).replace("env:ADO_PAT", secret));

    assertThat(problems(file)).isNotEmpty().doesNotContain(secret);
  }

  @Test
  void read_secretInBrokenYaml_isNotRepeated() throws IOException {
    String secret = "l".repeat(30);

    assertThat(problems(write("credentials:", "  ado:", "    token: [" + secret, "x: }")))
        .isNotEmpty()
        .doesNotContain(secret);
  }

  private Path write(String... lines) throws IOException {
    return Files.writeString(directory.resolve("tokenward.yaml"), String.join("\n", lines));
  }

  private String problems(Path file) {
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> reader.read(file));
    return wrong.problems().stream()
        .map(problem -> problem.in(Path.of(String.valueOf(file.getFileName()))))
        .map(line -> line.replace(WRONG.toAbsolutePath() + "/", "").replace(WRONG + "/", ""))
        .collect(joining("\n"));
  }
}
