package dev.tokenward.vault.access;

import java.util.Arrays;
import java.util.Optional;

/** What a policy can allow. */
public enum Permission {
  /** Get a brokered token. */
  TOKEN("token"),
  /** Send requests through the proxy under the caller's own name. */
  PROXY("proxy"),
  /** Make virtual PATs, and use the proxy with them. */
  VIRTUAL_PAT("virtual-pat"),
  /** Ask the vault to try a credential upstream. */
  CREDENTIAL_TEST("credential.test"),
  /** See and revoke the leases of every caller. */
  SYSTEM("system");

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  /** The name in policies and documents. */
  public String text() {
    return text;
  }

  /** The permission of that name. */
  public static Optional<Permission> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }
}
