package dev.tokenward.vault.store;

import dev.tokenward.core.azuredevops.Organization;
import java.util.List;

/**
 * A credential without its secrets: what may be listed, logged and decided on.
 *
 * @param row as it is kept
 * @param minted whether its tokens are minted upstream, so that they may be handed out; else the
 *     token is the stored secret itself
 * @param organizations the Azure DevOps organizations it works with; none means no proxy
 */
public record KeptCredential(
    Row<CredentialRecord> row, boolean minted, List<Organization> organizations) {

  /** Copies the list. */
  public KeptCredential {
    organizations = List.copyOf(organizations);
  }

  /** Permanent. */
  public String id() {
    return row.id();
  }

  /** Its label. */
  public String name() {
    return row.name();
  }
}
