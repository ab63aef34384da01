package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSecretProviderTest {

  private final ClientSecretProvider provider = new ClientSecretProvider();

  @Test
  void describe_tenantAlone_decidesWhereTheSecretGoes() {
    assertThat(provider.describe().fields())
        .filteredOn(Field::destination)
        .extracting(Field::name)
        .containsExactly("tenant", "organization");
  }

  @Test
  void describe_fields_areThoseOfTheKind() {
    assertThat(provider.describe().kind()).isEqualTo("entra-client-secret");
    assertThat(provider.describe().fields())
        .extracting(Field::name, Field::type, Field::required)
        .startsWith(
            tuple("tenant", Field.Type.TEXT, true),
            tuple("clientId", Field.Type.TEXT, true),
            tuple("clientSecret", Field.Type.SECRET, true),
            tuple("nextClientSecret", Field.Type.SECRET, false),
            tuple("scope", Field.Type.SCOPES, false),
            tuple("organization", Field.Type.ORGANIZATION, false));
  }

  @Test
  void validate_required_isEnough() {
    assertThat(provider.validate(credential(Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.vssps.visualstudio.com/.default",
        "499b84ac-1321-427f-aa17-267ca6975798/.default",
        "api://orders/.default"
      })
  void validate_scopeOfOneResource_isAccepted(String scope) {
    assertThat(provider.validate(credential(Map.of("scope", scope)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tenant, contoso, is no tenant: give the Directory (tenant) ID",
    "clientId, my app, copy Application (client) ID",
    "clientId, '', copy Application (client) ID",
    "scope, vso.code, ends in /.default",
    "scope, a/.default b/.default, a single one",
    "scope, /.default, such as https://app.vssps",
  })
  void validate_wrongField_saysWhatToWrite(String field, String value, String message) {
    assertThat(provider.validate(credential(Map.of(field, value))))
        .singleElement()
        .returns(field, FieldProblem::field)
        .extracting(FieldProblem::message)
        .asString()
        .containsIgnoringCase(message);
  }

  @Test
  void destinations_areTheAuthorityAlone() {
    assertThat(provider.destinations(credential(Map.of("organization", "acme"))))
        .containsExactly(URI.create("https://login.microsoftonline.com"));
  }

  private static Credential credential(Map<String, String> changed) {
    Map<String, String> fields = new HashMap<>();
    fields.put("tenant", "contoso.onmicrosoft.com");
    fields.put("clientId", "11111111-2222-3333-4444-555555555555");
    fields.putAll(changed);
    return new Credential(
        "ado-app", "entra-client-secret", fields, Map.of("clientSecret", Secret.of("value")));
  }
}
