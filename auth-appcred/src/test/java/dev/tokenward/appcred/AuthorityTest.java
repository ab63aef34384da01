package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

  private static final String PUBLIC = "https://login.microsoftonline.com/contoso.onmicrosoft.com/";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "contoso.onmicrosoft.com",
        " Contoso.OnMicrosoft.com ",
        "https://login.microsoftonline.com/contoso.onmicrosoft.com",
        "https://login.microsoftonline.com/contoso.onmicrosoft.com/",
        "https://login.microsoftonline.com:443/contoso.onmicrosoft.com/v2.0",
        "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token",
        "HTTPS://LOGIN.MICROSOFTONLINE.COM/CONTOSO.ONMICROSOFT.COM",
        "login.microsoftonline.com/contoso.onmicrosoft.com"
      })
  void of_anyFormOfOneTenant_isTheSameAuthority(String written) {
    assertThat(Authority.of(written).url()).isEqualTo(PUBLIC);
  }

  @Test
  void of_tenantId_isKept() {
    String id = "8B1A1C4E-0000-4000-8000-0123456789AB";

    assertThat(Authority.of(id).tenant()).isEqualTo("8b1a1c4e-0000-4000-8000-0123456789ab");
  }

  @Test
  void of_sovereignCloud_keepsItsHost() {
    assertThat(Authority.of("https://login.microsoftonline.us/contoso.us").origin())
        .hasToString("https://login.microsoftonline.us");
  }

  @Test
  void of_otherPort_keepsIt() {
    assertThat(Authority.of("https://127.0.0.1:8443/contoso.com").tokenEndpoint())
        .hasToString("https://127.0.0.1:8443/contoso.com/oauth2/v2.0/token");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "common, 'common' is for people",
        "https://login.microsoftonline.com/organizations, 'organizations' is for people",
        "https://login.microsoftonline.com/Consumers/v2.0, 'consumers' is for people",
        "https://adfs.contoso.com/adfs/, 'adfs' is AD FS",
        "https://login.contoso.com/tfp/contoso.onmicrosoft.com/policy, 'tfp' is AD FS or Azure AD B2C",
        "contoso, is no tenant: give the Directory (tenant) ID",
        "My Directory, is no tenant: give the Directory (tenant) ID",
        "\"\", is no tenant: give the Directory (tenant) ID",
        "https://login.microsoftonline.com, is no tenant: give the Directory (tenant) ID",
        "https://login.microsoftonline.com//v2.0, is no tenant: give the Directory (tenant) ID",
        "https://login.microsoftonline.com/%2e%2e, is no tenant: give the Directory (tenant) ID",
        "http://login.microsoftonline.com/contoso.com, must begin with https://",
        "https:///contoso.com, must begin with https://",
        "https://login.microsoftonline.com/con toso.com, is no URL",
        "https://login.microsoftonline.com@evil.example/contoso.com, must have no user name",
        "https://login.microsoftonline.com/contoso.com?p=policy, must have no user name",
        "https://login.microsoftonline.com/contoso.com#v2, must have no user name",
        "https://contoso.b2clogin.com/contoso.onmicrosoft.com, 'b2clogin.com' is AD FS or Azure AD B2C",
        "https://keycloak.example/contoso.com/protocol/openid-connect, must end with the tenant",
      })
  void of_whatIsNoTenantOfAnApp_saysWhatToWrite(String written, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Authority.of(written))
        .withMessageContaining(message);
  }

  @Test
  void of_secretInTheWrongField_isNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Authority.of("hunter2/ with~space"))
        .withMessageNotContaining("hunter2")
        .withNoCause();
  }

  @Test
  void of_endlessDomain_isNoTenant() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Authority.of("a.".repeat(100_000) + "com"))
        .withMessageStartingWith("is no tenant");
  }

  @Test
  void withTenant_staysOnItsServer() {
    Authority own = Authority.of("https://login.microsoftonline.us/contoso.us");

    assertThat(own.withTenant("Fabrikam.us").url())
        .isEqualTo("https://login.microsoftonline.us/fabrikam.us/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example/contoso.com", "evil.example/contoso.com", "common"})
  void withTenant_whatIsNoTenant_isRefused(String other) {
    Authority own = Authority.of("contoso.com");

    assertThatIllegalArgumentException().isThrownBy(() -> own.withTenant(other));
  }
}
