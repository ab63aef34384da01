package dev.tokenward.oauth;

import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.grants.Reuse;
import java.util.Map;
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
    AtEntra entra = new AtEntra(emulator).reuse(Reuse.singleUse().revokingFamily());
    app =
        new IndependentApp(
            entra.generic(entra.app.tenant().id(), Map.of("scope", AtEntra.CODE_SCOPE)),
            entra.runtime(),
            page -> emulator.browser().approve(page, AtEntra.ADA));
  }

  @Override
  IndependentApp app() {
    return Objects.requireNonNull(app);
  }
}
