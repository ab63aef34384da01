package dev.tokenward.vault.upstream;

import java.util.List;

/** The hosts of Entra ID, public and sovereign, and of Azure DevOps: allowed unless said else. */
final class MicrosoftHosts {

  /** How an operator names them all. */
  static final String KEYWORD = "microsoft";

  static final List<String> NAMES =
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
          "login.sovcloud-identity.sg",
          "dev.azure.com",
          "*.dev.azure.com",
          "*.visualstudio.com");

  private MicrosoftHosts() {}
}
