package dev.tokenward.testkit.legacy;

import dev.tokenward.testkit.grants.Codes;
import dev.tokenward.testkit.grants.RefreshTokens;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a reset makes anew. Thread-safe.
 *
 * @param authorized every grant, withdrawn or not
 * @param withdrawn the ids of those that are
 */
record LegacyStore(
    List<LegacyApp> apps,
    Codes<LegacyQuestion> questions,
    Codes<LegacyGrant> codes,
    RefreshTokens<LegacyGrant> refreshTokens,
    List<LegacyGrant> authorized,
    Set<String> withdrawn) {

  private static final Duration PAGE_LIFE = Duration.ofHours(1);
  private static final Duration CODE_LIFE = Duration.ofMinutes(15);

  static LegacyStore empty(InstantSource clock, SecureRandom random) {
    return new LegacyStore(
        new CopyOnWriteArrayList<>(),
        new Codes<>(clock, random, PAGE_LIFE),
        new Codes<>(clock, random, CODE_LIFE),
        new RefreshTokens<>(clock, random),
        new CopyOnWriteArrayList<>(),
        ConcurrentHashMap.newKeySet());
  }

  Optional<LegacyApp> app(String clientId) {
    return apps.stream().filter(app -> app.clientId().equalsIgnoreCase(clientId)).findFirst();
  }

  Optional<LegacyApp> bySecret(String secret) {
    return apps.stream().filter(app -> app.clientSecret().equals(secret)).findFirst();
  }

  boolean isGood(LegacyGrant grant) {
    return !withdrawn.contains(grant.authorization());
  }
}
