package dev.tokenward.vault.upstream;

import dev.tokenward.core.azuredevops.AzureDevOpsHosts;
import java.util.List;
import java.util.stream.Stream;

/** The hosts of Entra ID, public and sovereign, and of Azure DevOps: allowed unless said else. */
final class MicrosoftHosts {

  /** How an operator names them all. */
  static final String KEYWORD = "microsoft";

  /** Where apps prove themselves. */
  static final List<String> IDENTITY =
      List.of(
          "login.microsoftonline.com",
          "login.windows.net",
          "login.microsoft.com",
          "sts.windows.net",
          "login.microsoftonline.us",
          "login.usgovcloudapi.net",
          "login.partner.microsoftonline.cn",
          "login.chinacloudapi.cn",
          "login.sovcloud-identity.fr",
          "login.sovcloud-identity.de",
          "login.sovcloud-identity.sg");

  private MicrosoftHosts() {}

  /** The names, as entries of {@code destinations.allow}. */
  static Stream<String> names() {
    return Stream.concat(IDENTITY.stream(), AzureDevOpsHosts.PATTERNS.stream());
  }
}
