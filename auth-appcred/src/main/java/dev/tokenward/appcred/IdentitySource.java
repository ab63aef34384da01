package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentitySourceType;
import dev.tokenward.core.TokenException;
import java.util.List;
import java.util.Map;

/** What of the host gives its identity. MSAL4J finds it in the environment, by its variables. */
final class IdentitySource {

  /** Whatever the environment names; where it names nothing, the metadata service. */
  static final String ENVIRONMENT = "environment";

  /** The instance metadata service of virtual machines, scale sets and Kubernetes nodes. */
  static final String IMDS = "imds";

  private static final Map<ManagedIdentitySourceType, String> NAMES =
      Map.of(
          ManagedIdentitySourceType.DEFAULT_TO_IMDS, IMDS,
          ManagedIdentitySourceType.APP_SERVICE, "app-service",
          ManagedIdentitySourceType.AZURE_ARC, "azure-arc",
          ManagedIdentitySourceType.CLOUD_SHELL, "cloud-shell");

  static final List<String> CHOICES =
      List.of(ENVIRONMENT, IMDS, "app-service", "azure-arc", "cloud-shell");

  private IdentitySource() {}

  /**
   * Refuses to ask another source than the one that was named: a variable that is missing must not
   * turn a request to the metadata service. Refuses Service Fabric too, where MSAL4J sends by a
   * client of its own, past every guard, proxy and trust store.
   */
  static void require(String wanted, String name) {
    String found =
        NAMES.getOrDefault(ManagedIdentityApplication.getManagedIdentitySource(), "service-fabric");
    if (!CHOICES.contains(found)) {
      throw refused(
          "The host of "
              + name
              + " is a cluster of Service Fabric, whose identity is not supported",
          "Take an app with a certificate or a federated credential there.");
    }
    if (!wanted.equals(ENVIRONMENT) && !wanted.equals(found)) {
      throw refused(
          "The environment of " + name + " tells of " + found + " and not of " + wanted,
          "Correct source, or the variables of the environment (IDENTITY_ENDPOINT,"
              + " IDENTITY_HEADER, IMDS_ENDPOINT, MSI_ENDPOINT).");
    }
  }

  /** Whether the environment names App Service, which can be told of a revoked token. */
  static boolean isAppService() {
    return ManagedIdentityApplication.getManagedIdentitySource()
        == ManagedIdentitySourceType.APP_SERVICE;
  }

  /** Whether the environment names Azure Arc, which answers a first request with a challenge. */
  static boolean isArc() {
    return ManagedIdentityApplication.getManagedIdentitySource()
        == ManagedIdentitySourceType.AZURE_ARC;
  }

  private static TokenException refused(String what, String nextStep) {
    return new TokenException(TokenException.Reason.CONFIGURATION, what, nextStep);
  }
}
