package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.core.Secret;
import dev.tokenward.core.state.Rotation.Progress;
import dev.tokenward.core.state.Rotation.Stage;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.api.Operation.Created;
import dev.tokenward.vault.api.Operation.Parameter;
import dev.tokenward.vault.broker.CredentialRegistry;
import dev.tokenward.vault.broker.NewSecrets;
import java.time.Instant;
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

  record RotateBody(
      @Doc("All secret fields of its kind, of the same upstream identity.")
          Map<String, String> secrets,
      @JsonProperty("expires_at") @Doc("When they end, as far as you know.")
          @Nullable Instant expiresAt) {

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
                CredentialAnswer.Several.class,
                ask ->
                    CredentialAnswer.Several.of(
                        registry.list(ask.call(), ask.after(), ask.limit())))
            .taking(Parameter.AFTER, Parameter.LIMIT),
        Operation.post(
                NOUN,
                "createCredential",
                "Make a credential",
                CredentialBody.New.class,
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
    CredentialBody.New body = ask.body(CredentialBody.New.class);
    return CredentialAnswer.of(
        registry.create(ask.call(), Names.require(body.name(), "name"), body.ask()));
  }

  private RotationAnswer rotate(Ask ask) {
    RotateBody body = ask.body(RotateBody.class);
    Map<String, Secret> secrets = CredentialBody.secrets(body.secrets());
    return RotationAnswer.of(
        registry.rotate(
            ask.call(),
            ask.path("name"),
            new NewSecrets(secrets == null ? Map.of() : secrets, body.expiresAt())));
  }

  private Removed delete(Ask ask) {
    String left = registry.delete(ask.call(), ask.path("name"), ask.precondition());
    return new Removed(ask.path("name"), left.isEmpty() ? null : left);
  }

  private static CredentialBody body(Ask ask) {
    return ask.body(CredentialBody.class);
  }

  private static String name(Ask ask) {
    return Names.require(ask.path("name"), "name");
  }
}
