package dev.tokenward.vault.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema and the reader say the same, as far as a schema can. */
class ConfigSchemaTest {

  private static final Path RESOURCES = Path.of("src/test/resources/config");
  private static final Path WRONG = RESOURCES.resolve("wrong");

  /** Not read as one document, by whatever reads YAML. */
  private static final Set<String> NO_DOCUMENT = Set.of("empty.yaml", "not-yaml.yaml", "tab.yaml");

  /** Wrong only to who looks at other keys, files, variables or the network. */
  private static final Set<String> WRONG_ELSEWHERE =
      Set.of(
          "alias.yaml",
          "bad-destination.yaml",
          "bad-listen.yaml",
          "binary-secret-file.yaml",
          "console-is-api.yaml",
          "destination-not-allowed.yaml",
          "duplicate-key.yaml",
          "empty-secret-file.yaml",
          "endless-duration.yaml",
          "field-problem.yaml",
          "missing-secret-file.yaml",
          "mounted-root-key-as-secret.yaml",
          "open-listen.yaml",
          "own-file-as-secret.yaml",
          "plain-public-url.yaml",
          "root-key-as-secret.yaml",
          "root-key-is-state-dir.yaml",
          "root-key-own-files.yaml",
          "root-key-passphrase-beside-ring.yaml",
          "secret-with-space.yaml",
          "short-secret.yaml",
          "state-dir-and-unknown-names.yaml",
          "token-and-narrowing-across.yaml",
          "token-and-narrowing.yaml",
          "trust-store.yaml",
          "unknown-caller.yaml",
          "unset-variable.yaml");

  private final String text = new ConfigSchema(FakeKind.kinds()).text();
  private final ConfigSchemas schema = new ConfigSchemas(text);
  private final ConfigReader reader = new ConfigReader(FakeKind.kinds(), FakeSurroundings.filled());

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"good.yaml", "least.yaml"})
  void goodFile_isValid(String file) throws IOException {
    assertThat(schema.problems(Files.readString(RESOURCES.resolve(file)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stateDir: state",
        "{stateDir: state, audit: {keep: P1D}}",
        "{stateDir: state, rootKey: {file: keys/ring}}",
        "{stateDir: state, rootKey: {mounted: /run/secrets/ring}}",
        "{stateDir: state, rootKey: {command: [az, keyvault, ./secret, 1]}}",
        "{stateDir: state, rootKey: {passphrase: 'env:CI_SECRET'}}",
        "{stateDir: state, ambient: {key: {file: app.pem}, host: {managedIdentity: true}}}",
        "{stateDir: state, ambient: {key: {file: app.pem, to: [login.example.com]}}}",
        "{stateDir: state, callers: {ci: {secret: 'env:CI_SECRET'}}, policies: {p: {callers: [ci],"
            + " credentials: ['*'], permissions: [credential.test], maxTtl: pt8h}}}",
        "{stateDir: state, listen: '0.0.0.0:8220', publicUrl: 'http://Vault.example.com:8220',"
            + " allowPlaintextOnNetwork: true}",
        "{stateDir: state, allowPlaintextOnNetwork: 'false', audit: {maxFileBytes: '1048576'}}"
      })
  void whatTheReaderTakes_isValid(String yaml) throws IOException {
    reader.read(Files.writeString(directory.resolve("tokenward.yaml"), yaml));
    assertThat(schema.problems(yaml)).isEmpty();
  }

  static Stream<String> wrongFiles() throws IOException {
    try (Stream<Path> files = Files.list(WRONG)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> !NO_DOCUMENT.contains(file))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void wrongFile_isRefusedUnlessOnlyAVaultCanKnow(String file) throws IOException {
    assertThat(schema.problems(Files.readString(WRONG.resolve(file))).isEmpty())
        .isEqualTo(WRONG_ELSEWHERE.contains(file));
  }

  /** Puts a key that nobody knows into each block, so that the reader names those it knows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                               | x: 1",
        "/properties/destinations       | destinations: {x: 1}",
        "/properties/console            | console: {x: 1}",
        "/$defs/audit                   | audit: {x: 1}",
        "/$defs/rootKey                 | rootKey: {x: 1}",
        "/$defs/ambient                 | ambient: {a: {x: 1}}",
        "/$defs/credential/allOf/0/then | credentials: {ado: {kind: azure-devops-pat, x: 1}}",
        "/$defs/caller                  | callers: {ci: {x: 1}}",
        "/$defs/policy                  | policies: {p: {credentials: [ado], x: 1}}",
        "/$defs/allow                   | policies: {p: {allow: {x: 1}}}",
      })
  void keysOfEachBlock_areThoseThatTheReaderKnows(String place, String yaml) throws IOException {
    JsonNode block = new JsonMapper().readTree(text).at(place == null ? "" : place);
    assertThat(block.path("additionalProperties").isBoolean()).as("closed").isTrue();
    Set<String> described = new TreeSet<>();
    block.path("properties").fieldNames().forEachRemaining(described::add);
    assertThat(described).isEqualTo(known(yaml));
  }

  @Test
  void blocks_areEachComparedWithTheReader() throws IOException {
    List<JsonNode> closed = new ArrayList<>();
    new JsonMapper()
        .readTree(text)
        .findParents("additionalProperties")
        .forEach(
            each -> {
              if (each.get("additionalProperties").isBoolean()) {
                closed.add(each);
              }
            });
    assertThat(closed).as("those that the test above lists").hasSize(10);
  }

  private Set<String> known(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("tokenward.yaml"), yaml);
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> reader.read(file));
    return wrong.problems().stream()
        .filter(problem -> problem.path().equals("x") || problem.path().endsWith(".x"))
        .map(problem -> problem.message().replaceAll("(?s).*Known keys: |\\.$", ""))
        .findFirst()
        .map(keys -> new TreeSet<>(List.of(keys.split(", "))))
        .orElseThrow();
  }
}
