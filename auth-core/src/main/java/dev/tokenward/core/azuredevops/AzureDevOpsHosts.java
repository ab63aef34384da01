package dev.tokenward.core.azuredevops;

import java.util.List;
import java.util.Locale;

/** The host names of Azure DevOps Services. */
public final class AzureDevOpsHosts {

  /** Host names, or suffixes where they begin with {@code *.}, that belong to the service. */
  public static final List<String> PATTERNS =
      List.of("dev.azure.com", "*.dev.azure.com", "*.visualstudio.com");

  private AzureDevOpsHosts() {}

  /** Whether {@code host}, a bare name, is one of the service's; ignores case. */
  static boolean isService(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return PATTERNS.stream().anyMatch(pattern -> matches(pattern, lower));
  }

  private static boolean matches(String pattern, String host) {
    return pattern.startsWith("*.")
        ? host.length() > pattern.length() - 1 && host.endsWith(pattern.substring(1))
        : host.equals(pattern);
  }
}
