package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.broker.ConsentView;
import dev.tokenward.vault.broker.Consents;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Consents of people: begun, followed, confirmed, taken back. */
final class CredentialConsentRoutes implements Routes {

  private static final String AUTHORIZE = "/v1/credentials/{name}/authorize";

  private final Consents consents;

  CredentialConsentRoutes(Consents consents) {
    this.consents = consents;
  }

  record ConsentAnswer(
      @JsonProperty("authorization_url")
          @Doc("The link for whoever is to sign in; only in the answer that begins it.")
          @Nullable String authorizationUrl,
      @JsonProperty("expires_at") Instant expiresAt,
      @Doc("How far it is; done is authorized.") ConsentView.Stage stage,
      @Doc("Who consented, as far as the provider says.") @Nullable String account,
      @Doc("What is asked for; once someone consented, what was granted.") List<String> scopes,
      @Doc("What to think of, each in a sentence.") List<String> warnings,
      @Doc("Why it was refused, or has to be confirmed.") @Nullable String reason,
      @JsonProperty("next_step") @Nullable String nextStep,
      @Doc("What becomes of the authorization that was in use before; absent where none was.")
          @Nullable String earlier,
      @JsonProperty("admin_consent_url")
          @Doc("Where an administrator may consent for everybody, if only one can.")
          @Nullable String adminConsentUrl,
      @JsonProperty("redirect_uri") @Doc("Has to be registered at the provider exactly so.")
          String redirectUri) {

    static ConsentAnswer of(ConsentView view, @Nullable URI link) {
      return new ConsentAnswer(
          text(link),
          view.expiresAt(),
          view.stage(),
          view.account(),
          view.scopes().isEmpty() ? view.asked().scopes() : view.scopes(),
          view.warnings(),
          view.reason(),
          view.nextStep(),
          view.earlier(),
          text(view.adminPage()),
          view.redirectUri().toString());
    }

    private static @Nullable String text(@Nullable URI uri) {
      return uri == null ? null : uri.toString();
    }

    /** Not the link: whoever has it may go on. */
    @Override
    public String toString() {
      return "ConsentAnswer[" + stage + "]";
    }
  }

  record DeauthorizeAnswer(
      @Doc("The credential that gives no tokens any more.") String deauthorized,
      @Doc("What is left to do by hand upstream; absent where nothing is.")
          @Nullable String remains,
      @Doc("What no deletion takes back.") String note) {}

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.post(
            AUTHORIZE,
            "authorizeCredential",
            "Begin the consent of a person: give them the link",
            Operation.Nothing.class,
            ConsentAnswer.class,
            this::begin),
        Operation.get(
            AUTHORIZE,
            "getConsent",
            "How far the consent is",
            ConsentAnswer.class,
            ask -> ConsentAnswer.of(consents.progress(ask.call(), ask.path("name")), null)),
        Operation.post(
            AUTHORIZE + "/confirm",
            "confirmConsent",
            "Let a grant be used though nobody expected its account",
            Operation.Nothing.class,
            ConsentAnswer.class,
            ask -> ConsentAnswer.of(consents.confirm(ask.call(), ask.path("name")), null)),
        Operation.post(
            "/v1/credentials/{name}/deauthorize",
            "deauthorizeCredential",
            "Delete what a person consented to, at once",
            Operation.Nothing.class,
            DeauthorizeAnswer.class,
            this::deauthorize));
  }

  private ConsentAnswer begin(Ask ask) {
    ConsentView begun = consents.begin(ask.call(), ask.path("name"));
    return ConsentAnswer.of(begun, begun.link());
  }

  private DeauthorizeAnswer deauthorize(Ask ask) {
    String left = consents.deauthorize(ask.call(), ask.path("name"));
    return new DeauthorizeAnswer(
        ask.path("name"),
        left.isEmpty() ? null : left,
        "Tokens that programs were given before are good until they expire.");
  }
}
