package dev.tokenward.vault.config;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the host's own identity gives tokens, as the environment says: Azure's metadata service, or
 * the endpoint of App Service and its like. Plain HTTP, so only on the machine or its link; any
 * other is a destination like all.
 */
final class IdentityEndpoints {

  private static final String METADATA_SERVICE = "http://169.254.169.254";
  private static final String METADATA_PATH = "/metadata/identity/oauth2/token";

  private static final Pattern NEAR =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]|169\\.254(?:\\.\\d{1,3}){2}");

  private IdentityEndpoints() {}

  static Set<URI> of(Surroundings surroundings) {
    String service =
        surroundings.variable("AZURE_POD_IDENTITY_AUTHORITY_HOST").orElse(METADATA_SERVICE);
    return Stream.concat(
            Stream.of("IDENTITY_ENDPOINT", "MSI_ENDPOINT")
                .flatMap(name -> surroundings.variable(name).stream()),
            Stream.of(service.replaceAll("/+$", "") + METADATA_PATH))
        .flatMap(text -> near(text).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<URI> near(String text) {
    try {
      URI uri = URI.create(text.strip());
      boolean near =
          "http".equals(uri.getScheme())
              && uri.getHost() != null
              && NEAR.matcher(uri.getHost()).matches();
      return near ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
