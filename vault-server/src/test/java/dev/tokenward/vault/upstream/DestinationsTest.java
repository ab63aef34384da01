package dev.tokenward.vault.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tokenward.vault.access.RefusedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {

  @ParameterizedTest
  @CsvSource({
    "microsoft, https://login.microsoftonline.com/x",
    "microsoft, https://login.microsoftonline.us",
    "microsoft, https://login.partner.microsoftonline.cn",
    "microsoft, https://dev.azure.com/acme",
    "microsoft, https://vssps.dev.azure.com/acme",
    "microsoft, https://app.vssps.visualstudio.com",
    "Microsoft, https://DEV.azure.com:443/acme",
    "tfs.example.com, https://tfs.example.com/tfs",
    "TFS.example.com, https://tfs.example.com/tfs",
    "tfs.example.com:8443, https://tfs.example.com:8443/tfs",
    "*.example.com, https://a.b.example.com",
    "10.1.2.3, https://10.1.2.3/x",
    "10.1.0.0/16, https://10.1.2.3/x",
    "127.0.0.1:9443, https://127.0.0.1:9443/x",
    "[::1]:9443, https://[::1]:9443/x",
    "'::1', https://[::1]/x",
  })
  void require_listed_passes(String entry, URI uri) {
    assertThatCode(() -> Destinations.of(List.of(entry)).require(uri)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "microsoft, https://evil.example.com, evil.example.com",
    "microsoft, https://dev.azure.com.evil.example, dev.azure.com.evil.example",
    "microsoft, https://evildev.azure.com, evildev.azure.com",
    "microsoft, https://dev.azure.com@evil.example/, evil.example",
    "microsoft, https://dev.azure.com:8443/, dev.azure.com:8443",
    "microsoft, https://visualstudio.com/, visualstudio.com",
    "tfs.example.com:8443, https://tfs.example.com/, tfs.example.com",
    "*.example.com, https://example.com/, example.com",
    "*.example.com, https://badexample.com/, badexample.com",
    "10.1.0.0/16, https://10.2.0.1/, 10.2.0.1",
    "127.0.0.1:9443, https://127.0.0.1/, 127.0.0.1",
  })
  void require_notListed_isRefusedNamingTheEntryToAdd(String entry, URI uri, String missing) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Destinations.of(List.of(entry)).require(uri))
        .withMessage(missing + " is not an allowed destination")
        .extracting(RefusedException::nextStep)
        .isEqualTo("Add '" + missing + "' to destinations.allow.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://tfs.example.com", "tfs.example.com", "https:/x", "file:///x"})
  void require_noHttpsUrlWithHost_isRefused(URI uri) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Destinations.of(List.of("tfs.example.com")).require(uri))
        .withMessage("A destination is an https URL with a host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        "https://x.example",
        "x.example/path",
        "x.example:0",
        "x.example:99999",
        "10.0.0.0/33",
        "10.0.0.0/x",
        "a b",
        "a,b"
      })
  void of_noDestination_isRefusedQuotingIt(String entry) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Destinations.of(List.of(entry)))
        .withMessageContainingAll("'" + entry + "'", "10.1.0.0/16");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, a loopback address",
    "::1, a loopback address",
    "10.0.0.1, a private address",
    "172.31.255.255, a private address",
    "192.168.1.1, a private address",
    "100.64.0.1, a private address",
    "fd12::1, a private address",
    "169.254.1.1, a link-local address",
    "fe80::1, a link-local address",
    "169.254.169.254, a metadata address",
    "168.63.129.16, a metadata address",
    "fd00:ec2::254, a metadata address",
    "0.0.0.0, an unspecified address",
    "::, an unspecified address",
    "224.0.0.1, a multicast address",
    "ff02::1, a multicast address",
    "255.255.255.255, a reserved address",
    "::ffff:127.0.0.1, a loopback address",
    "::7f00:1, a reserved address",
    "::ffff:0:7f00:1, a loopback address",
    "2002:7f00:1::, a loopback address",
    "2002:a9fe:a9fe::1, a metadata address",
    "64:ff9b::a00:1, a private address",
    "64:ff9b:1::808:808, a private address",
    "2001:0:7f00:1::, a reserved address",
  })
  void require_inwardAddressOfAListedName_isRefusedUnlessListedItself(String address, String what)
      throws UnknownHostException {
    InetAddress inward = InetAddress.getByName(address);
    String text = inward.getHostAddress();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(
            () -> Destinations.of(List.of("x.example:8443")).require("x.example", inward, 8443))
        .withMessage("x.example leads to " + text + ", " + what);
    assertThatCode(
            () ->
                Destinations.of(List.of("x.example:8443", text)).require("x.example", inward, 8443))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "172.32.0.1", "2620:1ec::1", "2002:808:808::", "64:ff9b::808:808"})
  void require_publicAddress_passes(String address) {
    assertThatCode(
            () ->
                Destinations.of(List.of("x.example"))
                    .require("x.example", InetAddress.getByName(address), 443))
        .doesNotThrowAnyException();
  }

  @Test
  void require_addressListedWithAPort_passesAtThatPortOnly() {
    Destinations destinations = Destinations.of(List.of("127.0.0.1:9443"));
    InetAddress loopback = InetAddress.getLoopbackAddress();
    assertThatCode(() -> destinations.require("127.0.0.1", loopback, 9443))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> destinations.require("x.example", loopback, 8443));
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254/metadata/identity/oauth2/token, true",
    "http://169.254.169.254/metadata/identity/oauth2/token?resource=x, true",
    "http://169.254.169.254:80/metadata/identity/oauth2/token, true",
    "http://169.254.169.254/metadata/instance, false",
    "http://169.254.169.254/metadata/identity/oauth2/token/../../x, false",
    "http://169.254.169.254:8080/metadata/identity/oauth2/token, false",
    "https://169.254.169.254/metadata/identity/oauth2/token, false",
    "http://169.254.169.253/metadata/identity/oauth2/token, false",
    "http://localhost:41741/msi/token, true",
    "http://127.0.0.1:41741/msi/token, false",
  })
  void require_endpointOfTheHostsIdentity_passesAtExactlyThatPlace(URI uri, boolean passes) {
    Destinations destinations =
        Destinations.of(List.of("x.example"))
            .withIdentities(
                List.of(
                    URI.create("http://169.254.169.254/metadata/identity/oauth2/token"),
                    URI.create("http://localhost:41741/msi/token")));
    assertThat(catchThrowable(() -> destinations.require(uri)) == null).isEqualTo(passes);
    assertThat(catchThrowable(() -> Destinations.of(List.of("x.example")).require(uri)))
        .isInstanceOf(RefusedException.class);
    assertThat(destinations.allows(uri)).isFalse();
  }

  @Test
  void require_addressOfTheHostsIdentity_isTheOneWrittenOrThisMachine()
      throws UnknownHostException {
    Destinations destinations =
        Destinations.of(List.of())
            .withIdentities(
                List.of(
                    URI.create("http://169.254.169.254/token"),
                    URI.create("http://localhost:41741/token")));
    InetAddress metadata = InetAddress.getByName("169.254.169.254");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    assertThatCode(
            () -> {
              destinations.require("169.254.169.254", metadata, 80);
              destinations.require("localhost", loopback, 41741);
            })
        .doesNotThrowAnyException();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> destinations.require("localhost", metadata, 41741));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> destinations.require("169.254.169.254", loopback, 80));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> destinations.require("x.example", metadata, 443));
  }
}
