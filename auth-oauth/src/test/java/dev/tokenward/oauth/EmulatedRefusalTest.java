package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Credential;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.util.Map;
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
}
