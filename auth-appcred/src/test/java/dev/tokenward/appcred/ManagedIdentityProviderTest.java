package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedIdentityProviderTest {

  private final ManagedIdentityProvider provider = new ManagedIdentityProvider();

  @Test
  void describe_sourceAndIds_areAmbientAndTheSourceCannotBeLeftOut() {
    assertThat(provider.describe().fields())
        .extracting(Field::name, Field::type, Field::required, Field::ambient)
        .startsWith(
            tuple("source", Field.Type.CHOICE, true, true),
            tuple("clientId", Field.Type.TEXT, false, true),
            tuple("resourceId", Field.Type.TEXT, false, true),
            tuple("objectId", Field.Type.TEXT, false, true),
            tuple("scope", Field.Type.SCOPES, false, false));
  }

  @Test
  void validate_oneIdentityOrNone_isAccepted() {
    assertThat(provider.validate(credential(Map.of()))).isEmpty();
    assertThat(provider.validate(credential(Map.of("clientId", "a-guid")))).isEmpty();
    assertThat(provider.validate(credential(Map.of("resourceId", "/subscriptions/x")))).isEmpty();
  }

  /** It may be anyone's: which one is asked for is in a field that the factory does not take. */
  @Test
  void open_objectIdOfTheBuilder_isNotCalledTheHostsOwn() {
    assertThatThrownBy(() -> AppCredentials.managedIdentity().field("objectId", "a b").open())
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("the host's managed identity")
        .hasMessageContaining("objectId must have no spaces");
  }

  @Test
  void validate_twoIdentities_areOneTooMany() {
    assertThat(provider.validate(credential(Map.of("clientId", "a", "objectId", "b"))))
        .singleElement()
        .returns("objectId", FieldProblem::field)
        .extracting(FieldProblem::message)
        .asString()
        .contains("one identity too many");
  }

  @ParameterizedTest
  @CsvSource({
    "source, service-fabric, takes one of environment",
    "clientId, my identity, must have no spaces",
    "scope, vso.code, ends in /.default",
  })
  void validate_wrongField_saysWhatToWrite(String field, String value, String message) {
    assertThat(TokenSources.check(provider, credential(Map.of(field, value))))
        .singleElement()
        .returns(field, FieldProblem::field)
        .extracting(FieldProblem::message)
        .asString()
        .contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"environment", "imds"})
  void destinations_metadataService_isKnown(String source) {
    assertThat(provider.destinations(credential(Map.of("source", source))))
        .containsExactly(URI.create("http://169.254.169.254"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-service", "azure-arc", "cloud-shell"})
  void destinations_whatTheEnvironmentNames_isNotKnown(String source) {
    assertThat(provider.destinations(credential(Map.of("source", source)))).isEmpty();
  }

  private static Credential credential(Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(Map.of("source", "environment"));
    all.putAll(fields);
    return new Credential("build-vm", AppCredentials.MANAGED_IDENTITY, all, Map.of());
  }
}
