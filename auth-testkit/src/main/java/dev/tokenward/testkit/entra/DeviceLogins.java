package dev.tokenward.testkit.entra;

import java.util.Optional;

/** Decides on sign-ins on devices without their page, for tests. Thread-safe. */
public final class DeviceLogins {

  private final Realm realm;

  DeviceLogins(Realm realm) {
    this.realm = realm;
  }

  /**
   * Approves as {@code userName} what waits for {@code userCode}.
   *
   * @throws IllegalArgumentException if nothing waits for it, or there is no such user
   */
  public void approve(String userCode, String userName) {
    DevicePage.Approval approval = approval(userCode);
    EntraUser user =
        realm
            .directory()
            .user(userName)
            .filter(known -> known.tenant().equals(approval.tenant()))
            .orElseThrow(() -> new IllegalArgumentException("no user " + userName));
    approval.approved(user);
  }

  /**
   * Declines what waits for {@code userCode}.
   *
   * @throws IllegalArgumentException if nothing waits for it
   */
  public void deny(String userCode) {
    approval(userCode).denied(Optional.empty());
  }

  /** Answers the next {@code polls} polls with {@code slow_down}, however slow they are. */
  public void slowDown(int polls) {
    realm.devices().slowDown(polls);
  }

  private DevicePage.Approval approval(String userCode) {
    return realm
        .devices()
        .open(userCode)
        .map(code -> new DevicePage.Approval(realm, code))
        .orElseThrow(() -> new IllegalArgumentException("no device waits for this code"));
  }
}
