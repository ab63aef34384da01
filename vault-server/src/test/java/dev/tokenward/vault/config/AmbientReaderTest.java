package dev.tokenward.vault.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.Ambient.DeclaredFile;
import dev.tokenward.vault.upstream.Destinations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator declares of the vault's machine, and what may never be declared (S3). */
class AmbientReaderTest {

  private final FakeSurroundings surroundings = FakeSurroundings.filled();

  @TempDir private Path directory;

  private VaultConfig read(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("tokenward.yaml"), yaml);
    return new ConfigReader(FakeKind.kinds(), surroundings).read(file);
  }

  private String problems(String yaml) {
    return String.valueOf(
        catchThrowableOfType(ConfigException.class, () -> read(yaml)).getMessage());
  }

  private static String declared(String entry) {
    return "{stateDir: state, rootKey: {file: keys/ring}, ambient: {app: " + entry + "}}";
  }

  @Test
  void declared_filesAndIdentities_areKeptByName() throws IOException {
    VaultConfig config =
        read(
            "{stateDir: state, ambient: {key: {file: app.pem}, host: {managedIdentity: true},"
                + " imds: {managedIdentity: imds}}}");
    assertThat(config.ambient())
        .isEqualTo(
            new Ambient(
                Map.of(
                    "key",
                    new DeclaredFile(directory.resolve("app.pem"), Destinations.IDENTITY_HOSTS)),
                Map.of("host", "", "imds", "imds"),
                true));
    assertThat(config.meanings()).isEqualTo(config.ambient());
  }

  @Test
  void nothingDeclared_isTheDefault_andNoEndpointPasses() throws IOException {
    VaultConfig config = read("stateDir: state");
    assertThat(config.ambient()).isEqualTo(Ambient.NONE);
    assertThat(config.identityEndpoints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys/ring",
        "keys/../keys/ring",
        "state/vault.db",
        "tokenward.yaml",
        "/proc/self/environ",
        "/sys/kernel/uevent_seqnum",
        "/dev/stdin"
      })
  void file_ofTheVaultOrTheSystem_isRefused(String file) {
    assertThat(problems(declared("{file: " + file + "}"))).contains("ambient.app.file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys/ring", "state/vault.db", "/proc/self/environ", "/dev/null"})
  void link_toWhatMayNotBeNamed_isRefused(String target) throws IOException {
    Files.createDirectories(directory.resolve("keys"));
    Files.createDirectories(directory.resolve("state"));
    Files.writeString(directory.resolve("keys/ring"), "");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve(target));
    assertThat(problems(declared("{file: link}"))).contains("ambient.app.file");
    Files.createSymbolicLink(directory.resolve("folder"), directory.resolve(target).getParent());
    assertThat(problems(declared("{file: folder/" + directory.resolve(target).getFileName() + "}")))
        .contains("ambient.app.file");
  }

  @Test
  void serviceAccount_writtenAsSuch_isDeclared() throws IOException {
    String token = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    assertThat(read(declared("{file: " + token + "}")).ambient().files())
        .containsEntry("app", new DeclaredFile(Path.of(token), Destinations.IDENTITY_HOSTS));
  }

  @Test
  void file_withItsDestinations_goesThereOnly() throws IOException {
    assertThat(read(declared("{file: a.jwt, to: [login.example.com, '127.0.0.1:9443']}")))
        .extracting(config -> config.ambient().files())
        .isEqualTo(
            Map.of(
                "app",
                new DeclaredFile(
                    directory.resolve("a.jwt"), List.of("login.example.com", "127.0.0.1:9443"))));
  }

  @Test
  void fieldOfACredential_followsTheSameRules() {
    String yaml =
        "{stateDir: state, credentials: {a: {kind: azure-devops-pat, token: 'env:ADO_PAT',"
            + " organization: 'https://dev.azure.com/acme', key: /proc/self/environ}}}";
    assertThat(problems(yaml)).contains("credentials.a.key", "/proc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | block of keys",
        "{file: a, managedIdentity: true} | one of file and managedIdentity",
        "{managedIdentity: false} | Remove this entry",
        "{managedIdentity: true, to: [login.example.com]} | Remove it",
        "{file: a, to: ['https://login.example.com/x']} | no destination",
        "{file: a, to: login.example.com} | list",
        "{command: id} | no such key",
        "/run/secrets/app.pem | block of keys",
      })
  void wrongEntry_isAProblemThatSaysWhatToWrite(String entry, String said) {
    assertThat(problems(declared(entry))).contains("ambient.app").contains(said);
  }

  @Test
  void identity_declared_letsItsEndpointsPassAndNothingBeside() throws IOException {
    surroundings.variables.put("IDENTITY_ENDPOINT", "http://127.0.0.1:41741/msi/token");
    VaultConfig config = read("{stateDir: state, ambient: {host: {managedIdentity: true}}}");
    assertThat(config.identityEndpoints())
        .containsExactlyInAnyOrder(
            URI.create("http://127.0.0.1:41741/msi/token"),
            URI.create("http://169.254.169.254/metadata/identity/oauth2/token"));
    assertThat(config.allowed().allows(URI.create("http://169.254.169.254"), true)).isTrue();
    assertThat(config.allowed().allows(URI.create("http://169.254.169.254"), false)).isFalse();
  }

  @Test
  void identity_endpointFarAway_doesNotPassByItself() throws IOException {
    surroundings.variables.put("IDENTITY_ENDPOINT", "http://metadata.example/token");
    assertThat(read("{stateDir: state, ambient: {host: {managedIdentity: true}}}"))
        .extracting(VaultConfig::identityEndpoints)
        .asString()
        .doesNotContain("example");
  }
}
