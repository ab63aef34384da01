package dev.tokenward.vault.broker;

import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Target;
import dev.tokenward.vault.lease.Lease;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives tokens. */
public abstract class Broker {

  /** Reads from a request's path where it goes, given the organizations of its credential. */
  @FunctionalInterface
  public interface Classifier {

    /**
     * Classifies the request.
     *
     * @throws dev.tokenward.vault.access.RefusedException when it may never pass
     */
    Route classify(List<Organization> organizations);
  }

  /** Where a request goes. */
  public record Route(Organization organization, Target target) {}

  /**
   * Allows one proxied request: decides, records durably, and gives what authorizes it upstream.
   *
   * @throws dev.tokenward.vault.access.RefusedException when it is refused
   * @throws dev.tokenward.core.TokenException when there is no token
   */
  public abstract ProxyUse proxy(
      Call call, @Nullable Lease lease, String credential, Classifier classifier);

  /** Whether the request may go on; asked at every chunk, so it is cheap. */
  public abstract boolean stillGood(ProxyUse use);

  /** The upstream refused the token of this request. */
  public abstract void refusedUpstream(ProxyUse use);

  /** Notes the end of a proxied request, with the upstream's status or what broke. */
  public abstract void closed(Call call, ProxyUse use, String detail);
}
