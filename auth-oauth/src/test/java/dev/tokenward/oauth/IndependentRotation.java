package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.Authorizable.Consent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Keycloak 26.4.7 with {@code revokeRefreshToken} and no reuse was seen to do, as data; asked
 * of Keycloak itself, and of the emulator that is to do the same.
 *
 * <p>In the rows, {@code a0} is the refresh token that the consent "a" gave, {@code a1} the one
 * that came for it, and so on.
 *
 * <p>Not in them: a token two generations old is refused too ("Stale token"), and ends its family,
 * but only if it was issued in an earlier second than the last refresh. Within one second Keycloak
 * took it, and even the one before it; the emulator never does.
 */
abstract class IndependentRotation {

  private final Map<String, List<Secret>> families = new HashMap<>();

  /** The app, whose browser signs a person in anew each time. */
  abstract IndependentApp app();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "each gives the next      | refresh a0, refresh a1, refresh a2             | granted, granted, granted",
        "a spent one ends all     | refresh a0, refresh a0, refresh a1             | granted, invalid_grant, invalid_grant",
        "and that lasts           | refresh a0, refresh a0, refresh a0, refresh a1 | granted, invalid_grant, invalid_grant, invalid_grant",
        "also later in its life   | refresh a0, refresh a1, refresh a1, refresh a2 | granted, granted, invalid_grant, invalid_grant",
        "but not another consent  | refresh a0, refresh b0, refresh a0, refresh b1 | granted, granted, invalid_grant, granted",
        "revoking the newest ends | refresh a0, revoke a1, refresh a1              | granted, ended, invalid_grant",
        "so does a spent one      | refresh a0, revoke a0, refresh a1              | granted, ended, invalid_grant",
        "revoking spares others   | revoke a0, refresh b0, refresh a0              | ended, granted, invalid_grant",
        "none of its own          | forge a0, refresh a0                           | invalid_grant, granted",
      })
  void rotation_isAsObserved(String what, String steps, String answers) {
    List<String> given = new ArrayList<>();
    for (String step : steps.split(",\\s*", -1)) {
      String[] words = step.split(" ", -1);
      given.add(words[0].equals("revoke") ? revoked(words[1]) : refreshed(words[0], words[1]));
    }
    assertThat(given).as(what).containsExactly(answers.split(",\\s*", -1));
  }

  private String revoked(String token) {
    return app().upstream().end(token(token)) ? "ended" : "not ended";
  }

  private String refreshed(String how, String token) {
    Secret sent = how.equals("forge") ? Secret.of("nobody-gave-this") : token(token);
    Outcome outcome = app().refreshed(sent);
    if (outcome instanceof Outcome.Granted granted) {
      Secret next = Objects.requireNonNull(Provider.secret(granted.reply(), "refresh_token"));
      assertThat(next.matches(sent.reveal())).isFalse();
      family(token).add(next);
      return "granted";
    }
    return outcome instanceof Outcome.Refused refused ? refused.error() : "no answer";
  }

  private Secret token(String name) {
    return family(name).get(Integer.parseInt(name.substring(1)));
  }

  private List<Secret> family(String token) {
    return families.computeIfAbsent(token.substring(0, 1), each -> signedIn());
  }

  private List<Secret> signedIn() {
    Consent consent = app().begin();
    Answered answer = (Answered) consent.finish(app().redirected(consent.page()));
    return new ArrayList<>(List.of(Objects.requireNonNull(answer.grant().refreshToken())));
  }
}
