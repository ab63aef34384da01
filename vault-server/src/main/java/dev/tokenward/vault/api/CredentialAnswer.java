package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.vault.api.Operation.Tagged;
import dev.tokenward.vault.broker.CredentialView;
import dev.tokenward.vault.broker.Page;
import dev.tokenward.vault.broker.Precondition;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A credential as it is shown. */
record CredentialAnswer(
    @Doc("Permanent; names are labels.") String id,
    String name,
    String kind,
    @Nullable String description,
    @Nullable String owner,
    Map<String, String> labels,
    Map<String, String> fields,
    @Doc("Which secret fields are set; none is ever shown.") List<String> secrets,
    @Doc("The organizations it works with.") List<String> organizations,
    @Doc("How it stands.") CredentialView.Status status,
    @JsonProperty("status_detail") @Doc("Why, and what to do; absent where nothing is wrong.")
        @Nullable StatusDetail statusDetail,
    @Doc("What a person consented to; absent where its kind needs nobody's consent.")
        @Nullable AuthorizationAnswer authorization,
    @JsonProperty("last_used_at") @Doc("When it was last given or sent; absent if never.")
        @Nullable Instant lastUsedAt,
    @JsonProperty("expires_at") @Nullable Instant expiresAt,
    @Doc("Counts the changes; also the ETag.") long version,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("changed_at") Instant changedAt)
    implements Tagged {

  static CredentialAnswer of(CredentialView view) {
    Row<CredentialRecord> row = view.credential().row();
    CredentialRecord record = row.value();
    return new CredentialAnswer(
        row.id(),
        row.name(),
        record.kind(),
        record.description(),
        record.owner(),
        record.labels(),
        record.fields(),
        view.secrets(),
        view.credential().organizations().stream().map(Organization::name).toList(),
        view.state().status(),
        StatusDetail.of(view.state()),
        AuthorizationAnswer.of(view.authorization()),
        view.lastUsed(),
        record.expiresAt(),
        row.version(),
        row.createdAt(),
        row.changedAt());
  }

  @Override
  public String etag() {
    return Precondition.tag(id, version);
  }

  record StatusDetail(
      String reason,
      @Doc("When it began, where that is known.") @Nullable Instant since,
      @JsonProperty("next_step") @Nullable String nextStep) {

    static @Nullable StatusDetail of(CredentialView.State state) {
      String reason = state.reason();
      return reason == null ? null : new StatusDetail(reason, state.since(), state.nextStep());
    }
  }

  /** A page of them. */
  record Several(
      List<CredentialAnswer> credentials,
      @Doc("Those on this page that cannot be read; absent where all can.")
          @Nullable List<Damaged> damaged,
      @Doc("What after= is to be for the next page; absent at the end.") @Nullable String next) {

    static Several of(Page<CredentialView> page) {
      return new Several(
          page.items().stream().map(CredentialAnswer::of).toList(), Damaged.of(page), page.next());
    }
  }
}
