package dev.tokenward.vault.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8220", "[::1]:1", "localhost:65535", "0.0.0.0:80"})
  void parse_addressInFigures_isTaken(String text) {
    assertThat(ListenAddress.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8220", ":8220", "127.0.0.1", "127.1:8220", "127.0.0.256:8220", "127.0.0.01:8220",
        "vault:8220", "::1:8220", "[::g]:8220", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1"
      })
  void parse_anythingElse_isNot(String text) {
    assertThat(ListenAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.8.8.8", "[::1]"})
  void isLoopback_thisMachine_isTrue(String host) {
    assertThat(ListenAddress.isLoopback(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1", "127.0.0.1.example.com", "localhost.example.com", "[fe80::1]"})
  void isLoopback_anotherMachine_isFalse(String host) {
    assertThat(ListenAddress.isLoopback(host)).isFalse();
  }
}
