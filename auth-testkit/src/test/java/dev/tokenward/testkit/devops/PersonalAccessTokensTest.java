package dev.tokenward.testkit.devops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.testkit.entra.Tenant;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;

class PersonalAccessTokensTest {

  @Test
  void issue_always_hasTheShapeButNoBitOfTheChecksum() {
    PersonalAccessTokens pats = new PersonalAccessTokens(() -> Instant.EPOCH, new SecureRandom());
    Organization acme = new Organization("acme", new Tenant("id", "contoso"), Path.of("unused"));
    String pat = pats.issue(acme, "vso.code", Duration.ofDays(1));
    assertThat(pat).matches("[a-z2-7]{52}");

    byte[] token = Base32.decode(pat.toUpperCase(Locale.ROOT) + "====");
    int found =
        (token[22] & 0xff)
            | (token[8] & 0xff) << 8
            | (token[7] & 0xff) << 16
            | (token[2] & 0xff) << 24;
    assertThat(found).isEqualTo(~PersonalAccessTokens.checksum(token));
  }
}
