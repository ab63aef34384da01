package dev.tokenward.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallTest {

  @Test
  void curl_ofAForm_hasAPairAPart() {
    Call call = Call.form("http://127.0.0.1:1/oauth2/token", "ci.header", "a=1", "b=2");
    assertThat(String.join(" ", call.curl()))
        .isEqualTo("curl -H @ci.header -d a=1 -d b=2 http://127.0.0.1:1/oauth2/token");
  }

  @Test
  void curl_ofAUrlThatAShellWouldChange_isQuoted() {
    assertThat(Call.get("https://127.0.0.1:1/$Task?x=1", "a.header").curl())
        .containsExactly(
            "curl", "--cacert emulator.pem", "-H @a.header", "'https://127.0.0.1:1/$Task?x=1'");
  }

  @Test
  void request_carriesTheHeaderThatItsFileHolds() {
    assertThat(Call.delete("http://127.0.0.1:1/", "a.header").request("Bearer x").headers().map())
        .containsOnlyKeys("Authorization");
  }
}
