package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.broker.Broker;
import dev.tokenward.vault.broker.Brokered;
import dev.tokenward.vault.broker.Registry;
import dev.tokenward.vault.broker.TokenAsk;
import dev.tokenward.vault.broker.VirtualPatAsk;
import dev.tokenward.vault.lease.Issuer.Issued;
import dev.tokenward.vault.upstream.ConnectionTest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be had from a credential: a brokered token, a virtual PAT, a test. */
final class CredentialRoutes implements Routes {

  private final Broker broker;
  private final Registry registry;
  private final URI publicUrl;
  private final Clock clock;

  CredentialRoutes(Broker broker, Registry registry, URI publicUrl, Clock clock) {
    this.broker = broker;
    this.registry = registry;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  record TokenBody(
      @Doc("Scopes to ask for; the credential's own when left out.") @Nullable List<String> scopes,
      @Doc("How long the token must still live.") @Nullable Duration minRemaining) {}

  record TokenAnswer(
      @JsonProperty("access_token") @Doc("The token. Good upstream until it expires.")
          String accessToken,
      @JsonProperty("token_type") String tokenType,
      @JsonProperty("expires_in") @Doc("Seconds from now.") long expiresIn,
      @JsonProperty("expires_at") Instant expiresAt,
      @Doc("The scopes granted, as far as the upstream said.") String scope,
      @Doc("The credential's name.") String credential,
      @JsonProperty("lease_id") String leaseId) {

    /** The lease alone. */
    @Override
    public String toString() {
      return "TokenAnswer[" + leaseId + "]";
    }
  }

  record VirtualPatBody(
      @Doc("What you call it, to find it again.") @Nullable String name,
      @Doc(
              "Its life, at most what the policy allows; PT8H, or less if the policy says so, when left out.")
          @Nullable Duration ttl,
      @Doc("How narrow it is; what is left out inherits the policy's limit.")
          @Nullable Allow allow) {}

  record VirtualPatAnswer(
      @Doc("The virtual PAT, shown this once.") String token,
      @JsonProperty("lease_id") String leaseId,
      @JsonProperty("expires_at") Instant expiresAt,
      @JsonProperty("proxy_url") @Doc("Put this before the upstream's path.") String proxyUrl) {

    /** The lease alone. */
    @Override
    public String toString() {
      return "VirtualPatAnswer[" + leaseId + "]";
    }
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.post(
            "/v1/credentials/{name}/token",
            "brokeredToken",
            "Get a brokered token",
            TokenBody.class,
            TokenAnswer.class,
            this::token),
        Operation.post(
                "/v1/credentials/{name}/virtual-pats",
                "createVirtualPat",
                "Make a virtual PAT",
                VirtualPatBody.class,
                VirtualPatAnswer.class,
                this::virtualPat)
            .creating(),
        Operation.post(
            "/v1/credentials/{name}/test",
            "testCredential",
            "Try a credential upstream, as it stands",
            Operation.Nothing.class,
            ConnectionTest.Report.class,
            ask -> registry.test(ask.call(), ask.path("name"))));
  }

  private TokenAnswer token(Ask ask) {
    TokenBody body = ask.body(TokenBody.class);
    Brokered brokered =
        broker.token(
            ask.call(),
            ask.path("name"),
            new TokenAsk(
                body.scopes() == null ? List.of() : body.scopes(),
                body.minRemaining() == null ? Duration.ZERO : body.minRemaining()));
    Instant end = brokered.token().expiresAt();
    return new TokenAnswer(
        brokered.token().value(),
        "Bearer",
        Duration.between(clock.instant(), end).toSeconds(),
        end,
        String.join(" ", brokered.token().scopes()),
        ask.path("name"),
        brokered.lease().id());
  }

  private VirtualPatAnswer virtualPat(Ask ask) {
    VirtualPatBody body = ask.body(VirtualPatBody.class);
    RequestRules rules = body.allow() == null ? RequestRules.ANY : body.allow().rules();
    Issued issued =
        broker.virtualPat(
            ask.call(), ask.path("name"), new VirtualPatAsk(body.name(), body.ttl(), rules));
    return new VirtualPatAnswer(
        issued.token(),
        issued.lease().id(),
        issued.lease().expiresAt(),
        publicUrl + "/proxy/" + ask.path("name"));
  }
}
