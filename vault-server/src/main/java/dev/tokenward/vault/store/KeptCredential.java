package dev.tokenward.vault.store;

import dev.tokenward.core.azuredevops.Organization;
import java.util.List;

/**
 * A credential without its secrets: what may be listed, logged and decided on.
 *
 * @param id permanent
 * @param name its label
 * @param minted whether its tokens are minted upstream, so that they may be handed out; else the
 *     token is the stored secret itself
 * @param organizations the Azure DevOps organizations it works with; none means no proxy
 */
public record KeptCredential(
    String id, String name, boolean minted, List<Organization> organizations) {

  /** Copies the list. */
  public KeptCredential {
    organizations = List.copyOf(organizations);
  }
}
