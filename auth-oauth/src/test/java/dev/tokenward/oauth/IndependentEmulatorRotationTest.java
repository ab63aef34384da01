package dev.tokenward.oauth;

import dev.tokenward.core.Secret;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.grants.Reuse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The emulator rotates as Keycloak was seen to. */
@ExtendWith(EmulatorExtension.class)
class IndependentEmulatorRotationTest extends IndependentRotation {

  private @Nullable IndependentApp app;

  @BeforeEach
  void register(Emulator emulator) {
    emulator.entra().generic(true);
    AtEntra entra = new AtEntra(emulator).reuse(Reuse.singleUse().revokingFamily());
    String issuer = emulator.authority(entra.app.tenant().id()) + "/v2.0";
    app =
        new IndependentApp(
            IndependentApp.credential(
                entra.app.clientId(),
                issuer,
                "499b84ac-1321-427f-aa17-267ca6975798/vso.code openid offline_access",
                Secret.of(entra.app.clientSecret())),
            entra.runtime(),
            page -> emulator.browser().approve(page, AtEntra.ADA));
  }

  @Override
  IndependentApp app() {
    return Objects.requireNonNull(app);
  }
}
