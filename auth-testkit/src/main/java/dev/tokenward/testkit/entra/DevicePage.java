package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import dev.tokenward.testkit.pages.CodePage;
import dev.tokenward.testkit.pages.Page;
import java.util.Map;
import java.util.Optional;

/** Where a person types the code that a device shows, and decides. */
final class DevicePage implements Service {

  private final Realm realm;

  DevicePage(Realm realm) {
    this.realm = realm;
  }

  @Override
  public Reply answer(WebRequest request) {
    if (!Questions.onlyByBrowser(request).method().equals("POST")) {
      return CodePage.reply(DeviceCodes.PAGE, "");
    }
    Map<String, String> form = request.form();
    return form.containsKey("ticket")
        ? new Questions(realm).answered(form)
        : typed(form.getOrDefault("user_code", ""));
  }

  private Reply typed(String userCode) {
    return realm
        .devices()
        .open(userCode)
        .map(this::page)
        .orElseGet(
            () -> CodePage.reply(DeviceCodes.PAGE, "That code is not known, or has expired."));
  }

  private Reply page(DeviceCode code) {
    return new Questions(realm)
        .ask(new Approval(realm, code), code.app(), code.scopes().lines(), DeviceCodes.PAGE, "");
  }

  /** What a test may script without the page, too. */
  record Approval(Realm realm, DeviceCode code) implements Question {

    @Override
    public Tenant tenant() {
      return code.app().tenant();
    }

    @Override
    public Reply approved(EntraUser user) {
      Optional<EntraError> refusal = user.signIn(Optional.empty());
      if (refusal.isPresent()) {
        return Page.message(400, "Sign-in failed", refusal.get().summary());
      }
      realm.consents().give(code.app(), user);
      code.approve(user);
      return Page.message(200, "Signed in", "You may close this page and go on at your device.");
    }

    @Override
    public Reply denied(Optional<EntraUser> user) {
      code.decline();
      return Page.message(200, "Declined", "The device was not signed in.");
    }
  }
}
