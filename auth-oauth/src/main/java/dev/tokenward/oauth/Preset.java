package dev.tokenward.oauth;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider, as data: a new one is a new row.
 *
 * @param name as written in configuration
 * @param label for people
 * @param endpoints where they are, by name, with {@code {authority}} for the tenant's and {@code
 *     {issuer}} for the field; what is missing comes from the document at {@link
 *     Endpoints#DISCOVERY}, or from fields
 * @param responseType of the authorization request
 * @param pkce whether the code is bound to a verifier (RFC 7636)
 * @param wording of requests to the token endpoint
 * @param authentication how an app with a secret proves itself where nothing is said
 * @param scopes what is asked for where nothing is said
 * @param reuse what becomes of a used refresh token where nothing is said
 * @param unused how long a refresh token lives that is not used; null where that is not known
 * @param expecting what the authorization request says where an account is expected, with {@code
 *     {account}} for it
 * @param choosing what it says where none is
 * @param retires when the provider ends it; null where it does not
 */
record Preset(
    String name,
    String label,
    Map<String, String> endpoints,
    String responseType,
    boolean pkce,
    Wording wording,
    String authentication,
    String scopes,
    Reuse reuse,
    @Nullable Duration unused,
    Map<String, String> expecting,
    Map<String, String> choosing,
    @Nullable LocalDate retires) {

  /** OpenID Connect Core 1.0, 3.1.2.1; a server that does not know it has to ignore it. */
  private static final Map<String, String> HINT = Map.of(AuthorizationParameters.HINT, "{account}");

  private static final Preset ENTRA =
      new Preset(
          "entra",
          "Microsoft Entra ID",
          Map.of(
              Endpoints.AUTHORIZATION, "{authority}/oauth2/v2.0/authorize",
              Endpoints.TOKEN, "{authority}/oauth2/v2.0/token",
              Endpoints.DEVICE, "{authority}/oauth2/v2.0/devicecode",
              Endpoints.KEYS, "{authority}/discovery/v2.0/keys",
              Endpoints.ISSUER, "{origin}/{tid}/v2.0",
              Endpoints.ADMIN_CONSENT, "{authority}/adminconsent"),
          "code",
          true,
          Wording.STANDARD,
          Authentication.POST,
          "499b84ac-1321-427f-aa17-267ca6975798/.default openid profile offline_access",
          Reuse.TOLERATED,
          Duration.ofDays(90),
          HINT,
          // Single sign-on takes whoever is signed in already, without a word.
          Map.of("prompt", "select_account"),
          null);

  /** The year is announced, a day is not: its last. */
  private static final Preset AZURE_DEVOPS =
      new Preset(
          "azure-devops",
          "Azure DevOps OAuth (retiring)",
          Map.of(
              Endpoints.AUTHORIZATION, "https://app.vssps.visualstudio.com/oauth2/authorize",
              Endpoints.TOKEN, "https://app.vssps.visualstudio.com/oauth2/token"),
          "Assertion",
          false,
          Wording.ASSERTIONS,
          Authentication.POST,
          "vso.code",
          Reuse.SINGLE_USE,
          null,
          Map.of(),
          Map.of(),
          LocalDate.of(2026, 12, 31));

  private static final Preset OPENID_CONNECT =
      new Preset(
          "openid-connect",
          "Any OpenID provider",
          Map.of(Endpoints.DISCOVERY, "{issuer}/.well-known/openid-configuration"),
          "code",
          true,
          Wording.STANDARD,
          Authentication.BASIC,
          "openid offline_access",
          Reuse.SINGLE_USE,
          null,
          HINT,
          Map.of(),
          null);

  private static final Preset OAUTH =
      new Preset(
          "oauth2",
          "Any OAuth 2.0 server",
          Map.of(),
          "code",
          true,
          Wording.STANDARD,
          Authentication.BASIC,
          "",
          Reuse.SINGLE_USE,
          null,
          HINT,
          Map.of(),
          null);

  /** Every one that ships. */
  static final List<Preset> ALL = List.of(ENTRA, AZURE_DEVOPS, OPENID_CONNECT, OAUTH);

  /** Copies the maps. */
  Preset {
    endpoints = Map.copyOf(endpoints);
    expecting = Map.copyOf(expecting);
    choosing = Map.copyOf(choosing);
  }

  /** The preset of that name; the first where there is none, which a check has refused before. */
  static Preset of(String name) {
    return ALL.stream().filter(each -> each.name.equals(name)).findFirst().orElse(ENTRA);
  }

  static String[] names() {
    return ALL.stream().map(Preset::name).toArray(String[]::new);
  }

  /** Whether an endpoint of it is found by this word in braces. */
  boolean needs(String word) {
    return endpoints.values().stream().anyMatch(each -> each.contains("{" + word + "}"));
  }

  List<String> defaultScopes() {
    return Arrays.stream(scopes.split(" ")).filter(each -> !each.isEmpty()).toList();
  }
}
