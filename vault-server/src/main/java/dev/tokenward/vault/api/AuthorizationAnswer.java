package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.vault.broker.Authorization;
import dev.tokenward.vault.broker.CredentialView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person consented to, as it is shown. */
record AuthorizationAnswer(
    CredentialView.Status status,
    @Doc("Why it gives no tokens, in one word; absent where it does.") @Nullable String reason,
    @Nullable Instant since,
    @JsonProperty("next_step") @Nullable String nextStep,
    @Doc("Who consented, as far as the provider says.") @Nullable String account,
    @Doc("What was granted.") List<String> scopes,
    @Doc("What to think of, each in a sentence.") List<String> warnings,
    @JsonProperty("redirect_uri") @Doc("Has to be registered at the provider exactly so.")
        String redirectUri) {

  static @Nullable AuthorizationAnswer of(@Nullable Authorization shown) {
    return shown == null
        ? null
        : new AuthorizationAnswer(
            shown.status(),
            shown.reason(),
            shown.since(),
            shown.nextStep(),
            shown.account(),
            shown.scopes(),
            shown.warnings(),
            shown.redirectUri().toString());
  }
}
