package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.grants.Codes;
import dev.tokenward.testkit.grants.RefreshTokens;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What a reset makes anew, and what that is made with. Thread-safe. */
record Realm(
    Directory directory,
    Behaviour behaviour,
    Consents consents,
    Codes<Question> questions,
    Codes<CodeGrant> codes,
    RefreshTokens<UserGrant> refreshTokens,
    DeviceCodes devices,
    AccessTokens tokens,
    IdTokens idTokens,
    InstantSource clock) {

  private static final Duration PAGE_LIFE = Duration.ofHours(1);
  private static final Duration CODE_LIFE = Duration.ofMinutes(10);

  static Realm empty(AccessTokens tokens, InstantSource clock, SecureRandom random) {
    return new Realm(
        new Directory(),
        new Behaviour(),
        new Consents(),
        new Codes<>(clock, random, PAGE_LIFE),
        new Codes<>(clock, random, CODE_LIFE),
        new RefreshTokens<>(clock, random),
        new DeviceCodes(clock, random),
        tokens,
        new IdTokens(tokens),
        clock);
  }

  Instant now() {
    return clock.instant();
  }

  /** The first refresh token for {@code grant}, if the user may be away. */
  Optional<String> refreshToken(UserGrant grant) {
    return grant.scopes().offline() ? Optional.of(refreshTokens.first(grant)) : Optional.empty();
  }
}
