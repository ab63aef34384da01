package dev.tokenward.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraError;
import dev.tokenward.testkit.http.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmulatorExtension.class)
class LibraryTest {

  private Acme acme;
  private CachingTokenSource source;

  @BeforeEach
  void open(Emulator emulator, @TempDir Path folder) throws Exception {
    acme = Acme.in(emulator);
    source = acme.open(folder);
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void get_tokenRefused_isRepaired() throws Exception {
    acme.emulator().fail(Fault.signInPage().times(1).on("/_apis/projects"));
    assertThat(Library.get(source, acme.client(), acme.projects()).statusCode()).isEqualTo(200);
  }

  @Test
  void orders_resourceThatIsUnknown_isRefusedByTheServer() {
    assertThatThrownBy(() -> Library.orders(source))
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.code()).contains("AADSTS500011"));
  }

  @Test
  void onBehalf_ofAUser_isAnotherToken() {
    String usersToken = acme.emulator().entra().userToken(acme.app(), "ada@contoso.example");
    assertThat(Library.onBehalf(source, usersToken)).isNotEqualTo(source.token());
  }

  @Test
  void forAnUpload_lastsLongEnough() {
    assertThat(Library.forAnUpload(source).join().expiresAt())
        .isAfter(acme.emulator().now().plus(Duration.ofMinutes(10)));
  }

  @Test
  void report_failure_saysWhatToDo() {
    acme.app().refuseWith(EntraError.EXPIRED_SECRET);
    List<String> said = new ArrayList<>();
    Library.report(source, said::add);
    assertThat(said).singleElement().asString().contains(acme.app().clientId()).endsWith(".");
  }

  @Test
  void around_aSourceOfOnesOwn_isCached() {
    List<String> asked = new ArrayList<>();
    try (CachingTokenSource mine =
        Library.around(
            request -> {
              asked.add(request.toString());
              return MintedToken.bearer(
                  "mine", Instant.EPOCH.plusSeconds(1L << 33), Duration.ofHours(1));
            })) {
      assertThat(mine.token()).isSameAs(mine.token());
    }
    assertThat(asked).hasSize(1);
  }
}
