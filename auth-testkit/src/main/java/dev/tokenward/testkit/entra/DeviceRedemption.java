package dev.tokenward.testkit.entra;

import java.util.Map;
import java.util.Optional;

/** What a user granted to a device that has no browser: RFC 8628, 3.4. */
record DeviceRedemption(Realm realm) implements Grant {

  static final String TYPE = "urn:ietf:params:oauth:grant-type:device_code";

  @Override
  public Map<String, Object> redeem(TokenCall call, Client client) {
    DeviceCode code =
        realm
            .devices()
            .find(call.parameter("device_code"))
            .filter(known -> known.app().equals(client.app()))
            .orElseThrow(() -> call.refusal(EntraError.BAD_DEVICE_CODE));
    call.refuseIf(realm.devices().poll(code));
    UserGrant grant = code.redeem().orElseThrow(() -> call.refusal(EntraError.BAD_DEVICE_CODE));
    call.refuseIf(grant.refusal(realm.consents()));
    return new TokenAnswers(realm)
        .of(call, grant, client.proof().strength(), realm.refreshToken(grant), Optional.empty());
  }
}
