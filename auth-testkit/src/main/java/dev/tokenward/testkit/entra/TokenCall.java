package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** One request by a program rather than a browser, with the correlation id its client gave it. */
final class TokenCall {

  private final Realm realm;
  private final WebRequest request;
  private final Map<String, String> usedAssertions;
  private final Optional<String> clientRequestId;
  private final String correlationId;
  private final Map<String, String> form;

  TokenCall(Realm realm, WebRequest request, Map<String, String> usedAssertions) {
    this.realm = realm;
    this.request = request;
    this.usedAssertions = usedAssertions;
    this.clientRequestId = request.header("client-request-id");
    this.correlationId = clientRequestId.orElseGet(() -> UUID.randomUUID().toString());
    this.form = request.form();
  }

  /** Returns what {@code work} answers or is refused with, as such answers are sent. */
  Reply reply(Supplier<Reply> work) {
    Reply cached =
        RefusedException.caught(work)
            .header("Cache-Control", "no-store, no-cache")
            .header("Pragma", "no-cache");
    return clientRequestId.map(id -> cached.header("client-request-id", id)).orElse(cached);
  }

  void requirePost() {
    require(request.method().equals("POST"), EntraError.WRONG_METHOD);
  }

  Tenant tenant() {
    return realm
        .directory()
        .find(request.segments().get(0))
        .orElseThrow(() -> refusal(EntraError.UNKNOWN_TENANT));
  }

  String issuer() {
    return Discovery.issuer(request.origin(), tenant());
  }

  String origin() {
    return request.origin();
  }

  /** The app that calls, proven to be it. */
  Grant.Client client() {
    ClientCredentials presented = presented();
    EntraApp app = app(presented.id());
    refuseIf(app.refusal());
    ClientProof proof = presented.proof();
    require(!app.isPublic() || !proof.isProof(), EntraError.PUBLIC_CLIENT_SECRET);
    refuseIf(proof.refusal(app, realm.now()));
    return new Grant.Client(app, proof);
  }

  EntraApp app(String clientId) {
    return realm
        .directory()
        .find(tenant(), clientId)
        .orElseThrow(() -> refusal(EntraError.UNKNOWN_APP));
  }

  private ClientCredentials presented() {
    return request
        .header("Authorization")
        .flatMap(ClientCredentials::ofBasic)
        .orElseGet(() -> new ClientCredentials(parameter("client_id"), proof()));
  }

  private ClientProof proof() {
    Optional<String> assertion = optional("client_assertion");
    return optional("client_secret")
        .<ClientProof>map(ClientSecret::new)
        .or(() -> assertion.map(this::assertion))
        .orElseGet(NoProof::new);
  }

  private ClientProof assertion(String text) {
    require(
        ClientAssertion.TYPE.equals(form.get("client_assertion_type")), EntraError.MISSING_SECRET);
    try {
      return new ClientAssertion(
          text, request.origin(), new UsedAssertions(correlationId, usedAssertions));
    } catch (ParseException e) {
      throw refusal(EntraError.WRONG_SIGNATURE);
    }
  }

  /** The authentication contexts that {@code claims} asks for. */
  List<String> contexts() {
    try {
      Optional<String> claims = optional("claims");
      return claims.isEmpty() ? List.of() : ClaimsParameter.contexts(claims.get());
    } catch (ParseException e) {
      throw refusal(EntraError.INVALID_CLAIMS);
    }
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(form.get(name));
  }

  String parameter(String name) {
    return optional(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> refusal(EntraError.MISSING_PARAMETER));
  }

  void require(boolean condition, EntraError otherwise) {
    if (!condition) {
      throw refusal(otherwise);
    }
  }

  void refuseIf(Optional<EntraError> error) {
    if (error.isPresent()) {
      throw refusal(error.get());
    }
  }

  RefusedException refusal(EntraError error) {
    return new RefusedException(error.reply(realm.now(), correlationId));
  }
}
