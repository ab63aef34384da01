package dev.tokenward.pat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatProviderTest {

  private final PatProvider provider = new PatProvider();

  @Test
  void describe_organizationAlone_decidesWhereTheSecretGoes() {
    assertThat(provider.describe().fields())
        .filteredOn(Field::destination)
        .extracting(Field::name)
        .containsExactly("organization");
  }

  @Test
  void describe_fields_areThoseOfTheKind() {
    assertThat(provider.describe().kind()).isEqualTo("azure-devops-pat");
    assertThat(provider.describe().fields())
        .extracting(Field::name, Field::type, Field::required)
        .startsWith(
            tuple("organization", Field.Type.ORGANIZATION, true),
            tuple("token", Field.Type.SECRET, true),
            tuple("username", Field.Type.TEXT, false));
  }

  @ParameterizedTest
  @CsvSource({
    "acme, https://dev.azure.com",
    "https://dev.azure.com/acme, https://dev.azure.com",
    "https://acme@dev.azure.com/acme/web/_git/web, https://dev.azure.com",
    "https://acme.visualstudio.com/, https://dev.azure.com",
    "acme.visualstudio.com, https://dev.azure.com",
    "https://tfs.example:8443/tfs/DefaultCollection, https://tfs.example:8443",
  })
  void destinations_anyFormOfOrganization_areItsHost(String organization, URI host) {
    assertThat(provider.destinations(credential(Map.of("organization", organization))))
        .containsExactly(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Nexla", "anna@contoso.com", "VssSessionToken"})
  void validate_anyUserName_isAccepted(String username) {
    assertThat(provider.validate(credential(Map.of("username", username)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", ":", "a\nb", "a\u0000"})
  void validate_userNameThatBasicCannotCarry_isAProblem(String username) {
    assertThat(provider.validate(credential(Map.of("username", username))))
        .containsExactly(new FieldProblem("username", "must have no colon and no line break"));
  }

  private static Credential credential(Map<String, String> fields) {
    return new Credential(
        "ado-pat", PersonalAccessTokens.KIND, fields, Map.of("token", Secret.of("value")));
  }
}
