package dev.tokenward.vault.access;

import dev.tokenward.vault.access.CallerRecord.SecretHash;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The callers that the vault knows, and the proof that one of them calls. */
public final class Callers {

  /** The caller of whoever runs the vault. */
  public static final String ADMIN = "admin";

  private final Store store;
  private final KeyedHash hash;
  private final CallerRecord nobody;

  /** Knows the callers of {@code store}, whose secrets were hashed by {@code hash}. */
  public Callers(Store store, KeyedHash hash) {
    this.store = store;
    this.hash = hash;
    this.nobody = new CallerRecord(null, List.of(new SecretHash("", hash.of(""), Instant.EPOCH)));
  }

  /** The caller {@link #ADMIN}, for a proof that is no secret; empty where there is none. */
  public Optional<Caller> admin() {
    return store.find(CallerRecord.NOUN, ADMIN).map(found -> new Caller(found.id(), found.name()));
  }

  /** The caller of that client id and secret. Unknown names cost as much as wrong secrets. */
  public Optional<Caller> authenticate(String clientId, String secret) {
    Optional<Row<CallerRecord>> row = store.find(CallerRecord.NOUN, clientId);
    CallerRecord known = row.map(Row::value).orElse(nobody);
    byte[] given = hash.of(secret).getBytes(StandardCharsets.US_ASCII);
    boolean proven = false;
    for (SecretHash kept : known.secrets()) {
      proven |= MessageDigest.isEqual(kept.hash().getBytes(StandardCharsets.US_ASCII), given);
    }
    return proven ? row.map(found -> new Caller(found.id(), found.name())) : Optional.empty();
  }
}
