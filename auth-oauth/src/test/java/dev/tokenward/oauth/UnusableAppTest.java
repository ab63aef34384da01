package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.state.DurableStates;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked of an app that is described wrongly, or whose file is damaged. */
@ExtendWith(EmulatorExtension.class)
class UnusableAppTest {

  @TempDir private Path folder;
  private AtEntra entra;
  private String clientId;

  @BeforeEach
  void register(Emulator emulator) {
    entra = new AtEntra(emulator);
    clientId = emulator.entra().publicApp(AtEntra.TENANT).clientId();
  }

  private static TokenException failure(ThrowingCallable asked) {
    TokenException failure = catchThrowableOfType(TokenException.class, asked);
    assertThat(failure).isNotNull();
    assertThat(failure.nextStep()).isNotBlank();
    return failure;
  }

  private static List<ThrowingCallable> everything(DelegatedOAuth app) {
    return List.of(
        app::isAuthorized,
        app::signOut,
        app::open,
        () -> app.signIn(page -> {}),
        () -> app.signInByDevice(code -> {}));
  }

  @Test
  void everything_wrongField_namesIt() {
    DelegatedOAuth app = DelegatedOAuth.entra("no tenant", "x").build();
    assertThat(everything(app))
        .map(UnusableAppTest::failure)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .returns(Reason.CONFIGURATION, TokenException::reason)
                    .hasMessageContaining("tenant is no tenant"));
  }

  private DelegatedOAuth app(TokenRuntime runtime) {
    return DelegatedOAuth.entra(entra.emulator.authority(AtEntra.TENANT), clientId)
        .keptIn(folder.resolve("grant"))
        .runtime(runtime)
        .build();
  }

  private String signIn() {
    return String.valueOf(
        app(entra.runtime())
            .signInByDevice(
                code -> entra.emulator.entra().devices().approve(code.userCode(), AtEntra.ADA))
            .account());
  }

  private void token() {
    // A cache waits for its flights, so that time must not pass by itself.
    app(entra.clock.runtime(entra.tls)).open().token();
  }

  @Test
  void everything_damagedFile_saysThatItCannotBeRead() throws Exception {
    DelegatedOAuth app = app(entra.runtime());
    Files.writeString(folder.resolve("grant"), "torn");
    assertThat(
            List.<ThrowingCallable>of(app::isAuthorized, app::signOut, this::token, this::signIn))
        .map(UnusableAppTest::failure)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .returns(Reason.UNREACHABLE, TokenException::reason)
                    .hasMessageContaining("cannot be read or kept"));
    assertThat(folder.resolve("grant")).hasContent("torn");
  }

  @Test
  void signIn_damagedGrantInAFileThatIsWell_replacesIt() {
    DelegatedOAuth app = app(entra.runtime());
    DurableStates.inFile(folder.resolve("grant"), entra.runtime())
        .write("grant/" + clientId, 0, Secret.of("no grant at all"));
    assertThat(failure(app::isAuthorized).reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(signIn()).isEqualTo(AtEntra.ADA);
    assertThat(app.isAuthorized()).isTrue();
  }

  @Test
  void token_neverAuthorized_saysWhatToDo() {
    assertThat(failure(this::token).nextStep()).contains("signIn", "signInByDevice");
  }
}
