package dev.tokenward.vault.lease;

import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.store.Noun;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something the vault issued.
 *
 * @param id random, permanent; knowing it gives nothing
 * @param caller to whom
 * @param credential the credential's name, or null for the vault's own token
 * @param credentialId its permanent id, or null
 * @param name what the caller called it, or null
 * @param rules how narrow a virtual PAT is; {@link RequestRules#ANY} for other types
 */
public record Lease(
    String id,
    Type type,
    Caller caller,
    @Nullable String credential,
    @Nullable String credentialId,
    @Nullable String name,
    Instant issuedAt,
    Instant expiresAt,
    RequestRules rules) {

  /** Leases in the store; the name is the id. */
  public static final Noun<Lease> NOUN =
      Noun.of("lease", Lease.class).endingAt(lease -> Optional.of(lease.expiresAt()));

  /** This lease, with another end. */
  Lease endingAt(Instant end) {
    return new Lease(id, type, caller, credential, credentialId, name, issuedAt, end, rules);
  }

  /** What was issued. */
  public enum Type {
    /** The vault's own access token: revocable at once. */
    VAULT_TOKEN("vault-token"),
    /** Good through the proxy only: revocable at once. */
    VIRTUAL_PAT("virtual-pat"),
    /** An upstream token: good until it expires, whatever the vault does. */
    BROKERED_TOKEN("brokered-token");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** The name on the wire. */
    public String text() {
      return text;
    }
  }
}
