package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.core.Secret;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.core.state.Rotation.Progress;
import dev.tokenward.core.state.Rotation.Stage;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.api.Operation.Created;
import dev.tokenward.vault.api.Operation.Parameter;
import dev.tokenward.vault.api.Operation.Tagged;
import dev.tokenward.vault.broker.CredentialAsk;
import dev.tokenward.vault.broker.CredentialRegistry;
import dev.tokenward.vault.broker.CredentialView;
import dev.tokenward.vault.broker.Page;
import dev.tokenward.vault.broker.Precondition;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Row;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Credentials as the vault keeps them: made, shown, changed, frozen, removed. */
final class CredentialAdminRoutes implements Routes {

  private static final String NOUN = "/v1/credentials";
  private static final String ONE = NOUN + "/{name}";

  private final CredentialRegistry registry;

  CredentialAdminRoutes(CredentialRegistry registry) {
    this.registry = registry;
  }

  record NewCredential(
      @Doc("How callers name it: lower-case letters, digits and hyphens.") String name,
      @Doc("One of GET /v1/kinds; it never changes.") String kind,
      @Doc("For people.") @Nullable String description,
      @Doc("Whom to ask about it.") @Nullable String owner,
      @Doc("For people and their tools.") @Nullable Map<String, String> labels,
      @Doc("The public fields of its kind.") @Nullable Map<String, String> fields,
      @Doc("The secret fields of its kind. Nobody ever reads them again.")
          @Nullable Map<String, String> secrets,
      @JsonProperty("expires_at") @Doc("When the secret ends, as far as you know.")
          @Nullable Instant expiresAt) {

    CredentialAsk ask() {
      return CredentialAdminRoutes.ask(
          null, kind, description, owner, labels, fields, secrets, expiresAt);
    }

    /** Nothing that was sent. */
    @Override
    public String toString() {
      return "NewCredential[" + name + "]";
    }
  }

  record CredentialBody(
      @Doc("Another name; needs policy.write, and credential.write on all.") @Nullable String name,
      @Doc("Its kind; needed where there is no credential of that name yet.") @Nullable String kind,
      @Nullable String description,
      @Nullable String owner,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> fields,
      @Doc("Where a field that decides where secrets go changes, all of them again.")
          @Nullable Map<String, String> secrets,
      @JsonProperty("expires_at") @Nullable Instant expiresAt) {

    CredentialAsk ask() {
      return CredentialAdminRoutes.ask(
          name, kind, description, owner, labels, fields, secrets, expiresAt);
    }

    /** Nothing that was sent. */
    @Override
    public String toString() {
      return "CredentialBody";
    }
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
  }

  record CredentialsAnswer(
      List<CredentialAnswer> credentials,
      @Doc("Those on this page that cannot be read; absent where all can.")
          @Nullable List<Damaged> damaged,
      @Doc("What after= is to be for the next page; absent at the end.") @Nullable String next) {

    static CredentialsAnswer of(Page<CredentialView> page) {
      return new CredentialsAnswer(
          page.items().stream().map(CredentialAnswer::of).toList(), Damaged.of(page), page.next());
    }
  }

  record RotateBody(
      @Doc("All secret fields of its kind, of the same upstream identity.")
          Map<String, String> secrets) {

    /** Nothing that was sent. */
    @Override
    public String toString() {
      return "RotateBody";
    }
  }

  record RotationAnswer(
      @Doc("The old secrets serve until the stage is retiring.") Stage stage,
      @Doc("When the next step is due; absent when nothing is left to do.") @Nullable Instant again,
      @Doc("What failed last.") @Nullable String problem) {

    static RotationAnswer of(Progress progress) {
      return new RotationAnswer(progress.stage(), progress.again(), progress.problem());
    }
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(
                NOUN,
                "listCredentials",
                "List the credentials that you may know of",
                CredentialsAnswer.class,
                ask -> CredentialsAnswer.of(registry.list(ask.call(), ask.after(), ask.limit())))
            .taking(Parameter.AFTER, Parameter.LIMIT),
        Operation.post(
                NOUN,
                "createCredential",
                "Make a credential",
                NewCredential.class,
                CredentialAnswer.class,
                this::create)
            .creating(),
        Operation.get(
            ONE,
            "getCredential",
            "Show a credential, without its secrets",
            CredentialAnswer.class,
            ask -> CredentialAnswer.of(registry.read(ask.call(), ask.path("name")))),
        Operation.put(
            ONE,
            "putCredential",
            "Make a credential, or write one anew; secrets left out stay",
            CredentialBody.class,
            CredentialAnswer.class,
            ask ->
                Created.of(
                    registry
                        .put(ask.call(), name(ask), body(ask).ask(), ask.precondition())
                        .as(CredentialAnswer::of))),
        Operation.patch(
            ONE,
            "patchCredential",
            "Change what is given",
            CredentialBody.class,
            CredentialAnswer.class,
            ask ->
                CredentialAnswer.of(
                    registry.patch(ask.call(), name(ask), body(ask).ask(), ask.precondition()))),
        Operation.delete(
                ONE,
                "deleteCredential",
                "Remove a credential and end what was issued of it",
                Removed.class,
                this::delete)
            .onCondition(),
        Operation.post(
                ONE + "/rotate",
                "rotateCredential",
                "Replace the secrets by new ones, once these are proven",
                RotateBody.class,
                RotationAnswer.class,
                this::rotate)
            .beginning(),
        Operation.get(
            ONE + "/rotate",
            "getRotation",
            "How far the last rotation is",
            RotationAnswer.class,
            ask -> RotationAnswer.of(registry.rotation(ask.call(), ask.path("name")))),
        Operation.post(
            ONE + "/freeze",
            "freezeCredential",
            "Stop all that is issued of a credential, at once",
            Operation.Nothing.class,
            CredentialAnswer.class,
            ask -> CredentialAnswer.of(registry.freeze(ask.call(), ask.path("name"), true))),
        Operation.post(
            ONE + "/unfreeze",
            "unfreezeCredential",
            "Let a frozen credential go on",
            Operation.Nothing.class,
            CredentialAnswer.class,
            ask -> CredentialAnswer.of(registry.freeze(ask.call(), ask.path("name"), false))));
  }

  private CredentialAnswer create(Ask ask) {
    NewCredential body = ask.body(NewCredential.class);
    return CredentialAnswer.of(
        registry.create(ask.call(), Names.require(body.name(), "name"), body.ask()));
  }

  private RotationAnswer rotate(Ask ask) {
    Map<String, Secret> secrets = secrets(ask.body(RotateBody.class).secrets());
    return RotationAnswer.of(
        registry.rotate(ask.call(), ask.path("name"), secrets == null ? Map.of() : secrets));
  }

  private Removed delete(Ask ask) {
    registry.delete(ask.call(), ask.path("name"), ask.precondition());
    return new Removed(ask.path("name"));
  }

  private static CredentialBody body(Ask ask) {
    return ask.body(CredentialBody.class);
  }

  private static String name(Ask ask) {
    return Names.require(ask.path("name"), "name");
  }

  private static CredentialAsk ask(
      @Nullable String name,
      @Nullable String kind,
      @Nullable String description,
      @Nullable String owner,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> fields,
      @Nullable Map<String, String> secrets,
      @Nullable Instant expiresAt) {
    return new CredentialAsk(
        name == null ? null : Names.require(name, "name"),
        kind,
        description,
        owner,
        labels,
        fields,
        secrets(secrets),
        expiresAt);
  }

  private static @Nullable Map<String, Secret> secrets(@Nullable Map<String, String> texts) {
    if (texts == null) {
      return null;
    }
    Map<String, Secret> secrets = new LinkedHashMap<>();
    texts.forEach((field, text) -> secrets.put(field, Secret.of(text)));
    return secrets;
  }
}
