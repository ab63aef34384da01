package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.core.Secret;
import dev.tokenward.vault.broker.CredentialAsk;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A credential as a client writes it. */
record CredentialBody(
    @Doc("Another name; needs policy.write, and credential.write on all.") @Nullable String name,
    @Doc(
            "Its kind; needed where there is no credential of that name yet. Another than it has takes"
                + " policy.write, all fields and secrets anew, and no living virtual PAT.")
        @Nullable String kind,
    @Nullable String description,
    @Nullable String owner,
    @Nullable Map<String, String> labels,
    @Nullable Map<String, String> fields,
    @Doc("Where a field that decides where secrets go changes, all of them again.")
        @Nullable Map<String, String> secrets,
    @JsonProperty("expires_at") @Nullable Instant expiresAt) {

  CredentialAsk ask() {
    return CredentialBody.ask(name, kind, description, owner, labels, fields, secrets, expiresAt);
  }

  /** Nothing that was sent. */
  @Override
  public String toString() {
    return "CredentialBody";
  }

  /** A credential that is not there yet. */
  record New(
      @Doc("How callers name it: lower-case letters, digits and hyphens.") String name,
      @Doc("One of GET /v1/kinds.") String kind,
      @Doc("For people.") @Nullable String description,
      @Doc("Whom to ask about it.") @Nullable String owner,
      @Doc("For people and their tools.") @Nullable Map<String, String> labels,
      @Doc("The public fields of its kind.") @Nullable Map<String, String> fields,
      @Doc("The secret fields of its kind. Nobody ever reads them again.")
          @Nullable Map<String, String> secrets,
      @JsonProperty("expires_at") @Doc("When the secret ends, as far as you know.")
          @Nullable Instant expiresAt) {

    CredentialAsk ask() {
      return CredentialBody.ask(null, kind, description, owner, labels, fields, secrets, expiresAt);
    }

    /** Nothing that was sent. */
    @Override
    public String toString() {
      return "New[" + name + "]";
    }
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

  static @Nullable Map<String, Secret> secrets(@Nullable Map<String, String> texts) {
    if (texts == null) {
      return null;
    }
    Map<String, Secret> secrets = new LinkedHashMap<>();
    texts.forEach((field, text) -> secrets.put(field, Secret.of(text)));
    return secrets;
  }
}
