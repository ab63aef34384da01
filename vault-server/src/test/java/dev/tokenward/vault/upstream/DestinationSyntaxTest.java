package dev.tokenward.vault.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "microsoft",
        "tfs",
        "tfs:8080",
        "TFS.example.com",
        "*.example.com",
        "10.0.0.1",
        "10.0.0.1:443",
        "10.0.0.0/8",
        "::1",
        "[::1]:9443",
        "fd00::/8"
      })
  void accepts_everyForm_isTrue(String entry) {
    assertThat(Destinations.accepts(entry)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        "a*b",
        "https://tfs",
        "tfs/",
        "tfs/collection",
        "tfs:0",
        "tfs:65536",
        "tfs:x",
        "-tfs",
        "a..b",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.0/33",
        "fd00::/129",
        "[::g]:1",
        "a b",
        "user@tfs"
      })
  void accepts_anythingElse_isFalse(String entry) {
    assertThat(Destinations.accepts(entry)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://dev.azure.com, dev.azure.com",
    "https://tfs:8443, tfs:8443",
    "https://[::1]:9443, [::1]:9443",
    "https://[::1], [::1]"
  })
  void entryFor_destination_isAccepted(URI destination, String entry) {
    assertThat(Destinations.entryFor(destination)).isEqualTo(entry);
    assertThat(Destinations.accepts(entry)).isTrue();
  }
}
