package dev.tokenward.testkit.devops;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.bouncycastle.util.encoders.Base32;

/** The PATs of all organizations. Thread-safe. */
final class PersonalAccessTokens {

  /** One PAT as the service keeps it. */
  record Pat(Organization organization, Caller owner, Instant expires, boolean revoked) {

    boolean isAlive(Instant now) {
      return !revoked && now.isBefore(expires);
    }
  }

  /** Where the 52 characters hide the four bytes of their checksum, least significant first. */
  private static final int[] CHECKSUM_AT = {22, 8, 7, 2};

  /** What a checksum is combined with when the token is a user's. */
  private static final int USER_PAT = 0xE0B9692D;

  private static final String USER_ID = "0c0ffee0-0000-4000-8000-000000000001";

  private final Map<String, Pat> pats = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final SecureRandom random;

  PersonalAccessTokens(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  String issue(Organization organization, String scopes, Duration life) {
    String value = invalidElsewhere();
    Caller owner = new Caller(USER_ID, "user@emulator.example", Scopes.of(scopes));
    pats.put(value, new Pat(organization, owner, clock.instant().plus(life), false));
    return value;
  }

  /** Returns a token whose checksum has every bit wrong, so that no real service ever takes it. */
  private String invalidElsewhere() {
    byte[] token = new byte[32];
    random.nextBytes(token);
    ByteBuffer wrong =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(~checksum(token));
    for (int i = 0; i < CHECKSUM_AT.length; i++) {
      token[CHECKSUM_AT[i]] = wrong.get(i);
    }
    return Base32.toBase32String(token).toLowerCase(Locale.ROOT).substring(0, 52);
  }

  /** The checksum that a real PAT with these random bytes would have. */
  static int checksum(byte[] token) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < token.length; i++) {
      if (i != 2 && i != 7 && i != 8 && i != 22) {
        crc.update(token[i]);
      }
    }
    return (int) crc.getValue() ^ USER_PAT;
  }

  void expire(String pat) {
    change(pat, p -> new Pat(p.organization(), p.owner(), clock.instant(), p.revoked()));
  }

  void revoke(String pat) {
    change(pat, p -> new Pat(p.organization(), p.owner(), p.expires(), true));
  }

  private void change(String pat, UnaryOperator<Pat> change) {
    if (pats.computeIfPresent(pat, (value, old) -> change.apply(old)) == null) {
      throw new IllegalArgumentException("this PAT was not issued here");
    }
  }

  Optional<Pat> find(String value) {
    return Optional.ofNullable(pats.get(value));
  }

  void reset() {
    pats.clear();
  }
}
