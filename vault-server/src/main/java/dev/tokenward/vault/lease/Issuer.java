package dev.tokenward.vault.lease;

import dev.tokenward.core.MintedToken;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.KeyedHash;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.store.KeptCredential;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes leases and the strings that go with them. Nothing is valid before its lease is added to
 * {@link Leases}, so that the record of it comes first.
 */
public final class Issuer {

  /** The life of the vault's own access token. */
  public static final Duration VAULT_TOKEN_LIFE = Duration.ofMinutes(15);

  /** What was made, not yet valid. */
  public record Issued(Lease lease, String token) {

    /** The lease alone. */
    @Override
    public String toString() {
      return "Issued[" + lease.id() + "]";
    }
  }

  private final VaultTokens tokens;
  private final KeyedHash hash;
  private final SecureRandom random;
  private final Clock clock;

  /** Makes tokens of this vault. */
  public Issuer(VaultTokens tokens, KeyedHash hash, SecureRandom random, Clock clock) {
    this.tokens = tokens;
    this.hash = hash;
    this.random = random;
    this.clock = clock;
  }

  /** An access token for the vault itself. */
  public Issued vaultToken(Caller caller) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    Instant now = now();
    Lease lease =
        new Lease(
            HexFormat.of().formatHex(id),
            Lease.Type.VAULT_TOKEN,
            caller,
            null,
            null,
            null,
            now,
            now.plus(VAULT_TOKEN_LIFE),
            RequestRules.ANY);
    return new Issued(lease, tokens.sign(lease));
  }

  /** A virtual PAT; its lease id is a keyed hash of it, so the string itself is kept nowhere. */
  public Issued virtualPat(
      Caller caller,
      KeptCredential credential,
      @Nullable String name,
      Duration ttl,
      RequestRules rules) {
    String token = TokenString.virtualPat(random);
    Instant now = now();
    Lease lease =
        new Lease(
            idOf(token),
            Lease.Type.VIRTUAL_PAT,
            caller,
            credential.name(),
            credential.id(),
            name,
            now,
            now.plus(ttl),
            rules);
    return new Issued(lease, token);
  }

  /** The lease of an upstream token: the same one for the same caller and token. */
  public Lease brokered(Caller caller, KeptCredential credential, MintedToken token) {
    return new Lease(
        idOf(caller.id() + " " + credential.id() + " " + token.value()),
        Lease.Type.BROKERED_TOKEN,
        caller,
        credential.name(),
        credential.id(),
        null,
        now(),
        token.expiresAt(),
        RequestRules.ANY);
  }

  // JWTs know whole seconds only, and people read these.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The lease id of a virtual PAT. */
  String idOf(String token) {
    return hash.of(token).substring(0, 32);
  }
}
