package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraError;
import dev.tokenward.testkit.entra.EntraUser;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a grant at Entra ID once less is wanted of it, or more of its account. */
@ExtendWith(EmulatorExtension.class)
class EmulatedRefusalTest {

  private static final String CODE = "499b84ac-1321-427f-aa17-267ca6975798/vso.code";
  private static final String WORK = "499b84ac-1321-427f-aa17-267ca6975798/vso.work";

  private AtEntra entra;
  private OAuthProvider provider;

  @BeforeEach
  void register(Emulator emulator) {
    entra = new AtEntra(emulator);
    provider = new OAuthProvider(Grants.inMemory(entra.runtime()));
  }

  private Credential credential(String scopes) {
    return entra.credential(Map.of("scope", scopes + " openid profile offline_access"));
  }

  /** What a token that is got anew is good for. */
  private String scopes(Credential credential) throws Exception {
    String header = provider.open(credential, entra.runtime()).token().authorization();
    return entra
        .emulator
        .entra()
        .tokens()
        .claims(header.substring("Bearer ".length()))
        .orElseThrow()
        .getStringClaim("scp");
  }

  @Test
  void token_fewerScopes_isForThoseAlone() throws Exception {
    entra.consent(provider, credential(CODE + " " + WORK));
    assertThat(scopes(credential(CODE + " " + WORK))).isEqualTo("vso.code vso.work");
    assertThat(scopes(credential(WORK))).isEqualTo("vso.work");
    assertThat(scopes(credential(CODE))).isEqualTo("vso.code");
    assertThat(scopes(credential(CODE + " " + WORK))).isEqualTo("vso.code vso.work");
  }

  @Test
  void signIn_afterARefusalByPolicy_fulfilsIt() throws Exception {
    Credential credential = credential(CODE);
    entra.consent(provider, credential);
    EntraUser ada = entra.emulator.entra().user(AtEntra.ADA).orElseThrow();
    ada.refuseWith(EntraError.POLICY_NOT_MET);
    TokenException failure =
        catchThrowableOfType(
            TokenException.class, () -> provider.open(credential, again()).token());
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(provider.status(credential).reason()).isEqualTo("interaction-required");

    URI page = provider.begin(credential, AtEntra.REDIRECT, entra.runtime()).page();
    URI without = URI.create(page.toString().replaceFirst("&claims=[^&]*", ""));
    assertThat(without).isNotEqualTo(page);
    assertThat(AtEntra.parameters(entra.emulator.browser().approve(without, AtEntra.ADA)))
        .containsEntry("error", "interaction_required");

    entra.consent(provider, credential);
    assertThat(scopes(credential)).isEqualTo("vso.code");
    assertThat(claimsAsked()).last().asString().contains("capolids");
    assertThat(provider.begin(credential, AtEntra.REDIRECT, entra.runtime()).page().getQuery())
        .doesNotContain("claims");
  }

  /** In an hour, when the token of the consent is no longer good. */
  private TokenRuntime again() {
    entra.clock.advance(Duration.ofHours(1));
    return entra.runtime();
  }

  /** The claims that authorization requests came with. */
  private List<String> claimsAsked() {
    return entra.emulator.requests().stream()
        .filter(request -> request.path().endsWith("/authorize") && request.query() != null)
        .map(request -> AtEntra.parameters(URI.create("?" + request.query())).get("claims"))
        .filter(Objects::nonNull)
        .toList();
  }
}
