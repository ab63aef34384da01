package dev.tokenward.vault.proxy;

import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.broker.Broker;
import dev.tokenward.vault.upstream.GuardedClients;
import java.util.List;
import java.util.stream.Collectors;

/** Reads where one request goes from its raw path, given the organizations of its credential. */
record TargetClassifier(String method, ProxyTarget target, GuardedClients clients)
    implements Broker.Classifier {

  @Override
  public Broker.Route classify(List<Organization> organizations) {
    if (target.siblingHost()) {
      throw new RefusedException(
          RefusedException.Reason.NOT_FOUND, "The proxy does not serve this host");
    }
    UpstreamPath path = UpstreamPath.of(target);
    NeverProxied.check(path);
    Organization organization = organization(path, organizations);
    clients.require(organization.baseUrl());
    List<String> below = path.after(UpstreamPath.base(organization.baseUrl()));
    return new Broker.Route(
        organization, Catalogue.target(organization.name(), method, below, target.query()));
  }

  private static Organization organization(UpstreamPath path, List<Organization> organizations) {
    return organizations.stream()
        .filter(each -> path.under(UpstreamPath.base(each.baseUrl())))
        .findFirst()
        .orElseThrow(() -> foreign(organizations));
  }

  private static RefusedException foreign(List<Organization> organizations) {
    String names = organizations.stream().map(Organization::name).collect(Collectors.joining(", "));
    return new RefusedException(
        RefusedException.Reason.RULE_REFUSES,
        "The path does not begin with an organization of this credential",
        null,
        names.isEmpty() ? "Give the credential an organization." : "It works with " + names + ".");
  }
}
