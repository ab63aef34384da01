package dev.tokenward.benchmarks.engine;

import static dev.tokenward.benchmarks.engine.Library.Ability.BUILDS_REQUESTS;
import static dev.tokenward.benchmarks.engine.Library.Ability.READS_HEADERS;
import static dev.tokenward.benchmarks.engine.Library.Ability.TAKES_REFUSALS;

import com.azure.core.implementation.AccessTokenCache;
import com.azure.identity.ClientSecretCredential;
import com.google.auth.oauth2.OAuth2Credentials;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import dev.tokenward.core.CachingTokenSource;
import java.io.File;
import java.security.CodeSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import software.amazon.awssdk.utils.cache.CachedSupplier;

/** What is measured, side by side. */
// Constructor references and Set.of do not change; the check does not know it.
@SuppressWarnings("ImmutableEnumChecker")
public enum Library {
  FLOOR("floor", Object.class, Floor::new, 100_000),
  TOKENWARD(
      "**Tokenward**",
      CachingTokenSource.class,
      Tokenward::new,
      100_000,
      BUILDS_REQUESTS,
      TAKES_REFUSALS,
      READS_HEADERS),
  MSAL4J(
      "MSAL4J",
      ConfidentialClientApplication.class,
      Msal4j::new,
      100_000,
      BUILDS_REQUESTS,
      TAKES_REFUSALS,
      READS_HEADERS),
  // Before its first token of a key it looks through all others: 100,000 would take hours.
  AZURE_IDENTITY(
      "azure-identity",
      ClientSecretCredential.class,
      AzureIdentity::new,
      1_000,
      BUILDS_REQUESTS,
      READS_HEADERS),
  SPRING(
      "Spring Security",
      OAuth2AuthorizedClientManager.class,
      SpringClient::new,
      100_000,
      BUILDS_REQUESTS,
      TAKES_REFUSALS),
  GOOGLE("google-auth", OAuth2Credentials.class, GoogleAuth::new, 1, TAKES_REFUSALS, READS_HEADERS),
  AWS("AWS CachedSupplier", CachedSupplier.class, AwsCachedSupplier::new, 1),
  AZURE_CORE(
      "azure-core AccessTokenCache",
      AccessTokenCache.class,
      AzureCore::new,
      1,
      BUILDS_REQUESTS,
      TAKES_REFUSALS);

  /** What a library can do beyond giving out a token. */
  enum Ability {
    BUILDS_REQUESTS,
    TAKES_REFUSALS,
    READS_HEADERS
  }

  private interface Opener {
    TokenCache open(Provider provider, int keys) throws Exception;
  }

  private final String label;
  private final Class<?> type;
  private final Opener opener;
  private final int mostKeys;
  private final Set<Ability> abilities;

  Library(String label, Class<?> type, Opener opener, int mostKeys, Ability... abilities) {
    this.label = label;
    this.type = type;
    this.opener = opener;
    this.mostKeys = mostKeys;
    this.abilities = Set.of(abilities);
  }

  /** All that have a cache of their own, which the floor stands for. */
  static List<Library> caches() {
    return those(library -> library != FLOOR);
  }

  /** The others. */
  static List<Library> peers() {
    return those(library -> library != FLOOR && library != TOKENWARD);
  }

  private static List<Library> those(Predicate<Library> wanted) {
    return Stream.of(values()).filter(wanted).toList();
  }

  String label() {
    return label;
  }

  boolean holds(int keys) {
    return keys <= mostKeys;
  }

  /** Whether it holds more than one token. */
  boolean keyed() {
    return mostKeys > 1;
  }

  boolean can(Ability ability) {
    return abilities.contains(ability);
  }

  /** Opens it in front of the provider, with no token yet. */
  TokenCache open(Provider provider, int keys) {
    try {
      return opener.open(provider, keys);
    } catch (Exception e) {
      throw new IllegalStateException(label + " does not open", e);
    }
  }

  /** Opens it for one key so that it sees the headers of what the provider answers. */
  TokenCache openOverHttp(Provider provider) {
    return this == TOKENWARD ? new TokenwardApp(provider) : open(provider, 1);
  }

  /** Its jar, which names its version; nothing for the floor. */
  String jar() {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null
        ? ""
        : new File(source.getLocation().getPath()).getName().replaceFirst("\\.jar$", "");
  }
}
