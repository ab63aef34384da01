package dev.tokenward.vault.broker;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.store.CredentialRecord;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client writes of a credential; null is what it leaves out.
 *
 * @param name its new name
 * @param fields the public fields
 * @param secrets the secret fields
 */
public record CredentialAsk(
    @Nullable String name,
    @Nullable String kind,
    @Nullable String description,
    @Nullable String owner,
    @Nullable Map<String, String> labels,
    @Nullable Map<String, String> fields,
    @Nullable Map<String, Secret> secrets,
    @Nullable Instant expiresAt) {

  /** The same, of a kind that is known already. */
  CredentialAsk ofKind(String known) {
    return new CredentialAsk(name, known, description, owner, labels, fields, secrets, expiresAt);
  }

  /**
   * The same, with what is kept for people where it says nothing: fields, secrets and their end are
   * those of the other kind.
   */
  CredentialAsk insteadOf(CredentialRecord kept) {
    return new CredentialAsk(
        name,
        kind,
        description == null ? kept.description() : description,
        owner == null ? kept.owner() : owner,
        labels == null ? kept.labels() : CredentialDraft.merged(kept.labels(), labels),
        fields,
        secrets,
        expiresAt);
  }

  /** The same, with what is kept where it says nothing. Fields and labels are merged by name. */
  CredentialAsk over(CredentialRecord kept) {
    return new CredentialAsk(
        name,
        kept.kind(),
        description == null ? kept.description() : description,
        owner == null ? kept.owner() : owner,
        labels == null ? kept.labels() : CredentialDraft.merged(kept.labels(), labels),
        fields == null ? kept.fields() : CredentialDraft.merged(kept.fields(), fields),
        secrets,
        expiresAt == null ? kept.expiresAt() : expiresAt);
  }
}
