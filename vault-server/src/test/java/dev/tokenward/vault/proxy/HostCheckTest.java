package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {

  private static ProxiedVault vault;

  @BeforeAll
  static void start() {
    vault = ProxiedVault.to("https://dev.azure.com/acme").start();
  }

  @AfterAll
  static void stop() {
    vault.close();
  }

  private static String ask(String path, String hostLines) throws IOException {
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(
          RawHttp.head("GET " + path, hostLines.replace("PORT", String.valueOf(vault.port()))));
      return connection.all();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault.example.com",
        "VAULT.example.com",
        "vault.example.com:443",
        "localhost:PORT",
        "127.0.0.1:PORT",
        "[::1]:PORT"
      })
  void handle_ownHost_isServed(String host) throws IOException {
    assertThat(ask("/v1/ping", "Host: " + host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:PORT",
        "vault.example.com.evil.example",
        "vault.example.com:PORT",
        "vault.example.com.",
        "localhost",
        "localhost:1",
        "127.0.0.2:PORT",
        "127.1:PORT",
        "localhost.:PORT"
      })
  void handle_otherHost_is421OnEveryRoute(String host) throws IOException {
    for (String path : new String[] {"/v1/ping", "/proxy/ado/acme/x", "/none", "/health/live"}) {
      assertThat(ask(path, "Host: " + host))
          .startsWith("HTTP/1.1 421")
          .contains("application/problem+json", ProxiedVault.TRACE);
    }
  }

  @Test
  void handle_twoHosts_isRefused() throws IOException {
    assertThat(ask("/v1/ping", "Host: localhost:PORT\r\nHost: evil.example"))
        .startsWith("HTTP/1.1 4");
  }

  @Test
  void handle_connectElsewhere_isRefused() throws IOException {
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n");
      assertThat(connection.until("\r\n")).startsWith("HTTP/1.1 4");
    }
  }
}
