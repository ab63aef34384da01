package dev.tokenward.vault.upstream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tokenward.core.MintedToken;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a minted token instead of the token. What it says of itself is not verified: it
 * comes from the server that the credential names, over TLS.
 *
 * @param id names the token: the first eight hex digits of a digest
 * @param scopes what was granted, as far as the server or the token says
 * @param issuer who says to have made it, or null where it is no JWT
 * @param audience whom it is for, or null
 * @param tenant the directory of whoever it stands for, or null
 * @param subject whom it stands for: an object id, a subject or an app's id, or null
 */
public record TokenFacts(
    String id,
    @JsonProperty("expires_at") Instant expiresAt,
    List<String> scopes,
    @Nullable String issuer,
    @Nullable String audience,
    @Nullable String tenant,
    @Nullable String subject) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST = 256;

  /** Copies the scopes. */
  public TokenFacts {
    scopes = List.copyOf(scopes);
  }

  static TokenFacts of(MintedToken token, String text) {
    JsonNode claims = claims(text);
    List<String> granted =
        token.scopes().isEmpty() ? words(claim(claims, "scp", "scope")) : token.scopes();
    return new TokenFacts(
        token.id(),
        token.expiresAt(),
        granted.stream().map(TokenFacts::shown).toList(),
        claim(claims, "iss").orElse(null),
        audience(claims).orElse(null),
        claim(claims, "tid").orElse(null),
        claim(claims, "oid", "sub", "appid", "azp", "client_id").orElse(null));
  }

  /** Whom the token stands for, as it says itself; empty where it says nothing. */
  public Optional<String> unverifiedIdentity() {
    String from = tenant == null ? issuer : tenant;
    return subject == null || from == null
        ? Optional.empty()
        : Optional.of(subject + " of " + from);
  }

  private static JsonNode claims(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return JSON.missingNode();
    }
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return JSON.missingNode();
    } catch (IOException e) {
      throw new IllegalStateException("Bytes are read without a device", e);
    }
  }

  private static Optional<String> audience(JsonNode claims) {
    JsonNode audience = claims.path("aud");
    return audience.isArray() ? text(audience.path(0)) : text(audience);
  }

  private static Optional<String> claim(JsonNode claims, String... names) {
    return Stream.of(names).flatMap(name -> text(claims.path(name)).stream()).findFirst();
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() && !value.textValue().isBlank()
        ? Optional.of(shown(value.textValue()))
        : Optional.empty();
  }

  private static List<String> words(Optional<String> text) {
    return text.map(each -> List.of(each.split(" "))).orElse(List.of());
  }

  /** Of a server that says too much, or what belongs on no screen. */
  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }
}
