package dev.tokenward.vault.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a credential, beside its secrets.
 *
 * @param kind how it gets tokens
 * @param description for people, or null
 * @param owner whom to ask about it, or null
 * @param labels for people and their tools
 * @param fields the public fields of its kind
 * @param destinations the origins to which its secrets may be sent: they follow from the fields and
 *     are bound to each secret
 * @param expiresAt when the secret ends, as far as somebody said, or null
 * @param edition counts the changes of what opens it: kind, fields and secrets
 */
public record CredentialRecord(
    String kind,
    @Nullable String description,
    @Nullable String owner,
    Map<String, String> labels,
    Map<String, String> fields,
    List<String> destinations,
    @Nullable Instant expiresAt,
    long edition) {

  /** Credentials in the store. */
  public static final Noun<CredentialRecord> NOUN =
      Noun.of("credential", CredentialRecord.class).sentTo(CredentialRecord::destinations);

  /** Copies the collections. */
  public CredentialRecord {
    labels = Map.copyOf(labels);
    fields = Map.copyOf(fields);
    destinations = List.copyOf(destinations);
  }

  /** The same, opened as before. */
  public CredentialRecord ofEdition(long other) {
    return new CredentialRecord(
        kind, description, owner, labels, fields, destinations, expiresAt, other);
  }

  /** The same, with other secrets, which end at {@code end} as far as that is known. */
  public CredentialRecord withSecretsUntil(@Nullable Instant end) {
    return new CredentialRecord(
        kind, description, owner, labels, fields, destinations, end, edition + 1);
  }
}
