package dev.tokenward.oauth;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One app at one provider, as a credential describes it.
 *
 * @param key under what its grant is kept
 * @param endpoints those that are known without asking
 * @param authority the tenant; null where the provider has none
 * @param idle how long a grant lasts that is not used; null where that is not known
 * @param parameters of the authorization request, beside its own
 */
record Client(
    String name,
    String key,
    Preset preset,
    Endpoints endpoints,
    @Nullable Authority authority,
    Authentication authentication,
    List<String> scopes,
    Reuse reuse,
    @Nullable Duration idle,
    Map<String, String> parameters) {

  private static final Map<String, String> URLS =
      Map.of(
          OAuthFields.AUTHORIZATION_URL, Endpoints.AUTHORIZATION,
          OAuthFields.TOKEN_URL, Endpoints.TOKEN,
          OAuthFields.DEVICE_URL, Endpoints.DEVICE,
          OAuthFields.REVOCATION_URL, Endpoints.REVOCATION);

  private static final Duration SHORTEST_IDLE = Duration.ofMinutes(1);
  private static final Duration LONGEST_IDLE = Duration.ofDays(3650);

  /** Where a refresh token goes, and where it is found out where it goes. */
  private static final List<String> BINDING =
      List.of(Endpoints.TOKEN, Endpoints.REVOCATION, Endpoints.DISCOVERY, Endpoints.ISSUER);

  /**
   * The app that {@code credential} describes.
   *
   * @throws IllegalArgumentException when a field is wrong; a check has named it before
   */
  static Client of(Credential credential) {
    Preset preset = Preset.of(text(credential, OAuthFields.PRESET));
    return new Client(
        credential.name(),
        "grant/" + credential.id(),
        preset,
        endpoints(credential, preset),
        authority(credential, preset),
        authentication(credential, preset),
        scopes(credential, preset),
        reuse(credential, preset),
        idle(credential, preset),
        parameters(credential, preset));
  }

  String clientId() {
    return authentication.clientId();
  }

  /** What the grant is bound to: who spends it, and where to the letter (S1). */
  String boundTo() {
    return BINDING.stream()
        .map(name -> endpoints.byName().getOrDefault(name, ""))
        .collect(Collectors.joining(" ", clientId() + " ", ""));
  }

  /** Where secrets may be sent. */
  Set<URI> destinations() {
    Set<URI> origins = new LinkedHashSet<>();
    for (String name :
        List.of(
            Endpoints.DISCOVERY,
            Endpoints.AUTHORIZATION,
            Endpoints.TOKEN,
            Endpoints.DEVICE,
            Endpoints.REVOCATION)) {
      endpoints.url(name).map(Endpoints::origin).ifPresent(origins::add);
    }
    return origins;
  }

  static @Nullable Authority authority(Credential credential, Preset preset) {
    return preset.needs("authority") ? Authority.of(text(credential, OAuthFields.TENANT)) : null;
  }

  private static Endpoints endpoints(Credential credential, Preset preset) {
    Authority authority = authority(credential, preset);
    Map<String, String> all = new TreeMap<>();
    preset
        .endpoints()
        .forEach(
            (name, template) ->
                all.put(
                    name,
                    template
                        .replace("{authority}", Objects.toString(authority, ""))
                        .replace("{origin}", authority == null ? "" : authority.origin().toString())
                        .replace("{issuer}", issuer(credential))));
    URLS.forEach((field, name) -> given(credential, field).ifPresent(url -> all.put(name, url)));
    given(credential, OAuthFields.ISSUER).ifPresent(url -> all.put(Endpoints.ISSUER, url));
    return new Endpoints(all);
  }

  private static String issuer(Credential credential) {
    return text(credential, OAuthFields.ISSUER).replaceFirst("/+$", "");
  }

  static Authentication authentication(Credential credential, Preset preset) {
    boolean secret = credential.secrets().containsKey(OAuthFields.CLIENT_SECRET);
    boolean key = credential.secrets().containsKey(OAuthFields.PRIVATE_KEY);
    String usual =
        key
            ? Authentication.PRIVATE_KEY_JWT
            : secret ? preset.authentication() : Authentication.NONE;
    String method = given(credential, OAuthFields.AUTHENTICATION).orElse(usual);
    return new Authentication(
        credential.name(),
        text(credential, OAuthFields.CLIENT_ID),
        method,
        proof(credential, method),
        given(credential, OAuthFields.KEY_ID).orElse(null));
  }

  private static @Nullable Secret proof(Credential credential, String method) {
    return switch (method) {
      case Authentication.NONE -> null;
      case Authentication.PRIVATE_KEY_JWT -> credential.secret(OAuthFields.PRIVATE_KEY);
      default -> credential.secret(OAuthFields.CLIENT_SECRET);
    };
  }

  static List<String> scopes(Credential credential, Preset preset) {
    List<String> scopes = words(text(credential, OAuthFields.SCOPE));
    if (!areScopes(scopes)) {
      throw new IllegalArgumentException("must be scopes with spaces between them, without quotes");
    }
    return scopes.isEmpty() ? preset.defaultScopes() : scopes;
  }

  static boolean areScopes(Collection<String> scopes) {
    return scopes.stream().allMatch(scope -> scope.matches("[!#-\\[\\]-~]+"));
  }

  static Reuse reuse(Credential credential, Preset preset) {
    return given(credential, OAuthFields.REUSE).map(Reuse::of).orElse(preset.reuse());
  }

  static @Nullable Duration idle(Credential credential, Preset preset) {
    String text = text(credential, OAuthFields.IDLE);
    if (text.isEmpty()) {
      return preset.unused();
    }
    try {
      Duration idle = Duration.parse(text);
      if (idle.compareTo(SHORTEST_IDLE) >= 0 && idle.compareTo(LONGEST_IDLE) <= 0) {
        return idle;
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "takes a time such as P30D or PT12H, from PT1M to P3650D, in days, hours and minutes");
  }

  static Map<String, String> parameters(Credential credential, Preset preset) {
    return AuthorizationParameters.of(
        preset, text(credential, OAuthFields.ACCOUNT), text(credential, OAuthFields.PARAMETERS));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+")).filter(each -> !each.isEmpty()).distinct().toList();
  }

  static Optional<String> given(Credential credential, String field) {
    return credential.field(field).map(String::strip).filter(each -> !each.isEmpty());
  }

  private static String text(Credential credential, String field) {
    return given(credential, field).orElse("");
  }
}
