package dev.tokenward.core.azuredevops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme",
        "  acme ",
        "dev.azure.com/acme",
        "https://dev.azure.com/acme",
        "https://dev.azure.com/acme/",
        "https://dev.azure.com:443/acme",
        "HTTPS://DEV.AZURE.COM/ACME",
        "https://dev.azure.com//acme/web/_git/site?version=GBmain#readme",
        "https://acme@dev.azure.com/acme/web/_git/site",
        "https://someone@dev.azure.com/acme",
        "https://acme@dev.azure.com",
        "acme.visualstudio.com",
        "https://acme.visualstudio.com",
        "https://acme.visualstudio.com/DefaultCollection/web/_git/site",
        "https://ACME.VisualStudio.com/",
        "https://vssps.dev.azure.com/acme",
        "https://pkgs.dev.azure.com/acme/_packaging/feed/npm/registry/",
        "https://feeds.dev.azure.com/acme",
        "https://acme.vssps.visualstudio.com",
        "https://acme.pkgs.visualstudio.com/_packaging/feed",
      })
  void parse_everyHostedForm_isTheSameOrganization(String text) {
    Organization organization = Organization.parse(text);
    assertThat(organization.name()).isEqualToIgnoringCase("acme");
    assertThat(organization.baseUrl().toString())
        .isEqualToIgnoringCase("https://dev.azure.com/acme");
    assertThat(organization)
        .isEqualTo(Organization.parse("acme"))
        .hasSameHashCodeAs(Organization.parse("acme"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://tfs.example/tfs/DefaultCollection, https://tfs.example/tfs/DefaultCollection",
    "https://tfs.example/tfs/Coll/web/_git/site, https://tfs.example/tfs/Coll",
    "https://TFS.example:8443/tfs/Coll/, https://tfs.example:8443/tfs/Coll",
    "tfs.example/Coll, https://tfs.example/Coll",
    "https://tfs.example:443/My%20Coll, https://tfs.example/My%20Coll",
    "http://localhost:8080/acme/web, http://localhost:8080/acme",
    "http://127.0.0.1:8080/tfs/acme, http://127.0.0.1:8080/tfs/acme",
    "http://[::1]:8080/acme, http://[::1]:8080/acme",
    "https://dev.azure.com.evil.example/acme, https://dev.azure.com.evil.example/acme",
    "https://evilvisualstudio.com/acme, https://evilvisualstudio.com/acme",
  })
  void parse_server_keepsItsBase(String text, URI baseUrl) {
    Organization organization = Organization.parse(text);
    assertThat(organization.baseUrl()).isEqualTo(baseUrl);
    assertThat(organization).hasToString(baseUrl.toString());
  }

  @Test
  void name_ofAServer_isTheCollection() {
    assertThat(Organization.parse("https://tfs.example/tfs/My%20Coll/x").name())
        .isEqualTo("My Coll");
  }

  @Test
  void equals_otherServerOrName_isDifferent() {
    Organization acme = Organization.parse("acme");
    assertThat(acme).isNotEqualTo(Organization.parse("acme2"));
    assertThat(acme).isNotEqualTo(Organization.parse("https://tfs.example/acme"));
    assertThat(Organization.parse("https://TFS.example/ACME"))
        .isEqualTo(Organization.parse("https://tfs.example/acme"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                    | This is no URL",
        "'a b'                                 | This is no URL",
        "-acme                                 | no proper host name",
        "https://dev.azure.com                 | names no organization",
        "https://dev.azure.com/                | names no organization",
        "https://app.vssps.visualstudio.com    | app.vssps.visualstudio.com names no organization",
        "https://a.b.c.visualstudio.com        | names no organization",
        "https://dev.azure.com/ac_me           | up to 50 letters",
        "https://dev.azure.com/-acme           | up to 50 letters",
        "https://dev.azure.com/%2e%2e/acme     | up to 50 letters",
        "http://dev.azure.com/acme             | must begin with https://",
        "http://tfs.example/tfs/Coll           | must begin with https://",
        "http://localhost.example/acme         | must begin with https://",
        "ssh://git@ssh.dev.azure.com/v3/acme   | must begin with https://",
        "https://dev.azure.com:8443/acme       | port 443 only",
        "https://dev.azure.com./acme           | no proper host name",
        "https:///acme                         | no proper host name",
        "https://dev.azure.com\\@evil.example/ | This is no URL",
        "https://tfs.example                   | names no collection",
        "https://tfs.example/tfs               | names no collection",
        "https://tfs.example/../acme           | no character",
        "https://u:hidden@dev.azure.com/acme   | holds a password",
      })
  void parse_unusable_saysWhyAndWhatIsAccepted(String text, String why) {
    assertThatThrownBy(() -> Organization.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why.equals("no character") ? "character that none can have" : why)
        .hasMessageContaining("https://dev.azure.com/ORGANIZATION")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void parse_nameOfFiftyOneCharacters_isRefused() {
    assertThat(Organization.parse("https://dev.azure.com/" + "a".repeat(50)).name()).hasSize(50);
    assertThatThrownBy(() -> Organization.parse("https://dev.azure.com/" + "a".repeat(51)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.azure.com, true",
    "DEV.azure.com, true",
    "vssps.dev.azure.com, true",
    "acme.visualstudio.com, true",
    "app.vssps.visualstudio.com, true",
    "visualstudio.com, false",
    ".visualstudio.com, false",
    "evilvisualstudio.com, false",
    "dev.azure.com.evil.example, false",
    "azure.com, false",
    "127.0.0.1, false",
  })
  void isService_knowsTheHosts(String host, boolean service) {
    assertThat(AzureDevOpsHosts.isService(host)).isEqualTo(service);
  }
}
