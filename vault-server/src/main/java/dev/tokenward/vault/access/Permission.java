package dev.tokenward.vault.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a policy can allow. */
public enum Permission {
  /** Get a brokered token. */
  TOKEN("token", About.USE),
  /** Send requests through the proxy under the caller's own name. */
  PROXY("proxy", About.USE),
  /** Make virtual PATs, and use the proxy with them. */
  VIRTUAL_PAT("virtual-pat", About.USE),
  /** Ask the vault to try a credential upstream. */
  CREDENTIAL_TEST("credential.test", About.CREDENTIAL),
  /** Make, change, rotate and remove credentials. */
  CREDENTIAL_WRITE("credential.write", About.CREDENTIAL),
  /** Make, change and remove callers, and their secrets. */
  CALLER_WRITE("caller.write", About.VAULT),
  /** Make, change and remove policies. */
  POLICY_WRITE("policy.write", About.VAULT),
  /** Read the audit. */
  AUDIT_READ("audit.read", About.VAULT),
  /** See and revoke the leases of every caller; freeze. */
  SYSTEM("system", About.VAULT);

  private enum About {
    USE,
    CREDENTIAL,
    VAULT
  }

  private final String text;
  private final About about;

  Permission(String text, About about) {
    this.text = text;
    this.about = about;
  }

  /** The name in policies and documents. */
  public String text() {
    return text;
  }

  /** The permission of that name. */
  public static Optional<Permission> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /** Every name. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(Permission::text).toList();
  }

  /** Whether it uses what a credential gives. */
  public boolean use() {
    return about == About.USE;
  }

  /** Whether it is about credentials, so that a policy with it names some. */
  public boolean aboutCredentials() {
    return about != About.VAULT;
  }
}
