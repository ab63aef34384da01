package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraError;
import dev.tokenward.testkit.entra.EntraUser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatorExtension.class)
class DeviceCodeTest {

  private static final Instant NOW = Instant.parse("2031-02-03T04:05:06Z");

  private final Emulator emulator;
  private final Client client;
  private EntraApp app;
  private EntraUser ada;

  DeviceCodeTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void register() {
    emulator.clock(() -> NOW);
    app = emulator.entra().publicApp("contoso").named("A device");
    ada = emulator.entra().user("contoso", SignIn.ADA);
  }

  private void at(int seconds) {
    emulator.clock(() -> NOW.plusSeconds(seconds));
  }

  private JsonNode start() throws Exception {
    return Client.json(
        client.form(
            "/contoso/oauth2/v2.0/devicecode",
            Map.of(
                "client_id",
                app.clientId(),
                "scope",
                SignIn.RESOURCE + "/vso.code openid offline_access")));
  }

  private JsonNode poll(JsonNode started) throws Exception {
    return poll(started.path("device_code").asText(), Map.of("client_id", app.clientId()));
  }

  private JsonNode poll(String deviceCode, Map<String, String> more) throws Exception {
    Map<String, String> form = new HashMap<>(more);
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    form.put("device_code", deviceCode);
    return Client.json(client.form("/contoso/oauth2/v2.0/token", form));
  }

  private static String userCode(JsonNode started) {
    return started.path("user_code").asText();
  }

  private static String error(JsonNode answer) {
    return answer.path("error").asText();
  }

  @Test
  void devicecode_goodRequest_namesPageAndInterval() throws Exception {
    JsonNode started = start();

    assertThat(userCode(started)).matches("[A-Z]{9}");
    assertThat(started.path("verification_uri").asText())
        .isEqualTo(emulator.url() + "/devicelogin");
    assertThat(started.path("expires_in").asInt()).isEqualTo(900);
    assertThat(started.path("interval").asInt()).isEqualTo(5);
    assertThat(started.path("message").asText()).contains(userCode(started));
    assertThat(started.has("verification_uri_complete")).isFalse();
  }

  @Test
  void devicecode_unknownAppOrWrongScope_isRefused() throws Exception {
    String path = "/contoso/oauth2/v2.0/devicecode";
    String nobody = "22222222-2222-2222-2222-222222222222";
    assertThat(client.form(path, Map.of("client_id", nobody, "scope", "openid")).body())
        .contains("AADSTS700016:");
    assertThat(client.form(path, Map.of("client_id", app.clientId(), "scope", "vso.code")).body())
        .contains("AADSTS70011:");
  }

  @Test
  void poll_approvedByScript_givesTokensOnce() throws Exception {
    JsonNode started = start();
    JsonNode pending = poll(started);
    emulator.entra().devices().approve(userCode(started), SignIn.ADA);
    at(5);
    JsonNode answer = poll(started);
    at(10);

    assertThat(error(pending)).isEqualTo("authorization_pending");
    assertThat(pending.path("error_codes").path(0).asInt()).isEqualTo(70016);
    assertThat(SignIn.claims(answer, "access_token").getStringClaim("upn")).isEqualTo(SignIn.ADA);
    assertThat(answer.has("refresh_token")).isTrue();
    assertThat(answer.has("id_token")).isTrue();
    assertThat(error(poll(started))).isEqualTo("bad_verification_code");
  }

  @Test
  void poll_fasterThanTheInterval_isSlowDownAndTheIntervalGrows() throws Exception {
    JsonNode started = start();
    assertThat(error(poll(started))).isEqualTo("authorization_pending");
    at(4);
    assertThat(error(poll(started))).isEqualTo("slow_down");
    at(13);
    assertThat(error(poll(started))).isEqualTo("slow_down");
    at(28);
    assertThat(error(poll(started))).isEqualTo("authorization_pending");
  }

  @Test
  void poll_slowDownScripted_isToldThatOften() throws Exception {
    JsonNode started = start();
    emulator.entra().devices().slowDown(1);
    assertThat(error(poll(started))).isEqualTo("slow_down");
    at(10);
    assertThat(error(poll(started))).isEqualTo("authorization_pending");
  }

  @Test
  void poll_denied_isDeclined() throws Exception {
    JsonNode started = start();
    emulator.entra().devices().deny(userCode(started));
    assertThat(error(poll(started))).isEqualTo("authorization_declined");
  }

  @Test
  void poll_afterFifteenMinutes_isExpiredAndCannotBeApproved() throws Exception {
    JsonNode started = start();
    at((int) Duration.ofMinutes(15).toSeconds());

    assertThat(error(poll(started))).isEqualTo("expired_token");
    assertThatThrownBy(() -> emulator.entra().devices().approve(userCode(started), SignIn.ADA))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void poll_unknownCodeOrAnotherApps_isBad() throws Exception {
    String code = start().path("device_code").asText();
    EntraApp other = emulator.entra().publicApp("contoso");

    assertThat(error(poll("never-issued", Map.of("client_id", app.clientId()))))
        .isEqualTo("bad_verification_code");
    assertThat(error(poll(code, Map.of("client_id", other.clientId()))))
        .isEqualTo("bad_verification_code");
  }

  @Test
  void poll_confidentialAppWithoutSecret_is7000218() throws Exception {
    app = emulator.entra().app("contoso");
    assertThat(poll(start()).path("error_codes").path(0).asInt()).isEqualTo(7000218);
    app.allowPublicClient();
    assertThat(error(poll(start()))).isEqualTo("authorization_pending");
  }

  @Test
  void page_codeTyped_asksAndApproves() throws Exception {
    JsonNode started = start();
    HttpResponse<String> empty = client.get("/devicelogin");
    HttpResponse<String> asked = typed(" " + userCode(started).toLowerCase(Locale.ROOT) + " ");
    HttpResponse<String> done = decided(asked, "approve");

    assertThat(empty.body()).contains("<label for=\"user_code\">", "<title>Enter code</title>");
    assertThat(asked.body()).contains("A device", "/vso.code", SignIn.ADA);
    assertThat(done.body()).contains("<title>Signed in</title>");
    assertThat(poll(started).has("access_token")).isTrue();
  }

  @Test
  void page_denied_declinesTheDevice() throws Exception {
    JsonNode started = start();
    assertThat(decided(typed(userCode(started)), "deny").body()).contains("Declined");
    assertThat(error(poll(started))).isEqualTo("authorization_declined");
  }

  @Test
  void page_userBlocked_saysSoAndTheDeviceWaits() throws Exception {
    JsonNode started = start();
    ada.refuseWith(EntraError.BLOCKED_BY_POLICY);
    assertThat(decided(typed(userCode(started)), "approve").body()).contains("AADSTS53003");
    assertThat(error(poll(started))).isEqualTo("authorization_pending");
  }

  @Test
  void page_codeUnknown_asksAgain() throws Exception {
    assertThat(typed("WRONG").body()).contains("not known", "<label for=\"user_code\">");
  }

  private HttpResponse<String> typed(String code) throws Exception {
    return client.form("/devicelogin", Map.of("user_code", code));
  }

  private HttpResponse<String> decided(HttpResponse<String> page, String decision)
      throws Exception {
    Matcher ticket = Pattern.compile("name=\"ticket\" value=\"([^\"]+)\"").matcher(page.body());
    assertThat(ticket.find()).isTrue();
    assertThat(page.body()).contains("action=\"/devicelogin\"");
    return client.form(
        "/devicelogin",
        Map.of("ticket", ticket.group(1), "user", SignIn.ADA, "decision", decision));
  }
}
