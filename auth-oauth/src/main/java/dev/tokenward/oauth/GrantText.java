package dev.tokenward.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Grants as text: a JSON object of text alone. What an older version did not write is null, and
 * what a newer one wrote beside is left out.
 */
final class GrantText {

  private GrantText() {}

  /** As it is kept. */
  static Secret of(GrantState grant) {
    Map<String, Object> all = new LinkedHashMap<>();
    Secret refreshToken = grant.refreshToken();
    put(all, "refreshToken", refreshToken == null ? null : refreshToken.reveal());
    GrantState.Access access = grant.access();
    if (access != null) {
      put(all, "accessToken", access.value().reveal());
      put(all, "issued", access.issued());
      put(all, "expires", access.expires());
      put(all, "scopes", String.join(" ", access.scopes()));
      put(all, "narrowedTo", text(access.narrowedTo()));
    }
    put(all, "asked", text(grant.asked()));
    put(all, "boundTo", grant.boundTo());
    put(all, "redirect", grant.redirect());
    Grantor grantor = grant.grantor();
    put(all, "account", grantor.account());
    put(all, "subject", grantor.subject());
    put(all, "tenant", grantor.tenant());
    put(all, "personal", grantor.personal());
    put(all, "consented", String.join(" ", grantor.scopes()));
    put(all, "granted", grant.granted());
    put(all, "used", grant.used());
    GrantState.End end = grant.end();
    if (end != null) {
      put(all, "reason", end.reason());
      put(all, "since", end.since());
      put(all, "tried", end.tried());
      put(all, "spent", end.spent());
      put(all, "claims", end.challenge() == null ? null : end.challenge().claims());
    }
    return Secret.of(JSONObjectUtils.toJSONString(all));
  }

  private static @Nullable String text(@Nullable List<String> words) {
    return words == null ? null : String.join(" ", words);
  }

  private static void put(Map<String, Object> all, String name, @Nullable Object value) {
    if (value != null) {
      all.put(name, value.toString());
    }
  }

  /**
   * What {@link #of} wrote.
   *
   * @throws UnavailableException where it cannot be read
   */
  static GrantState read(Secret text) {
    try {
      return new Fields(JSONObjectUtils.parse(text.reveal())).grant();
    } catch (ParseException | RuntimeException e) {
      // Without its cause, whose message may quote the text.
      throw new UnavailableException(
          "The grant that is kept cannot be read; authorize again", null);
    }
  }

  private record Fields(Map<String, Object> all) {

    GrantState grant() {
      return new GrantState(
          secret("refreshToken"),
          access(),
          wordsOrNull("asked"),
          required("boundTo"),
          required("redirect"),
          new Grantor(
              text("account"),
              text("subject"),
              text("tenant"),
              Boolean.parseBoolean(text("personal")),
              words("consented"),
              null),
          instant("granted"),
          instant("used"),
          end());
    }

    private GrantState.@Nullable Access access() {
      Secret value = secret("accessToken");
      return value == null
          ? null
          : new GrantState.Access(
              value,
              instant("issued"),
              instant("expires"),
              words("scopes"),
              wordsOrNull("narrowedTo"));
    }

    private GrantState.@Nullable End end() {
      String reason = text("reason");
      return reason == null
          ? null
          : new GrantState.End(
              reason,
              instant("since"),
              instant("tried"),
              Long.parseLong(required("spent")),
              challenge());
    }

    private @Nullable Challenge challenge() {
      String claims = text("claims");
      return claims == null ? null : new Challenge(claims);
    }

    private @Nullable String text(String name) {
      return (String) all.get(name);
    }

    private String required(String name) {
      return Objects.requireNonNull(text(name), name);
    }

    private @Nullable Secret secret(String name) {
      String text = text(name);
      return text == null ? null : Secret.of(text);
    }

    private Instant instant(String name) {
      return Instant.parse(required(name));
    }

    private @Nullable List<String> wordsOrNull(String name) {
      return text(name) == null ? null : words(name);
    }

    private List<String> words(String name) {
      return Arrays.stream(required(name).split(" ")).filter(each -> !each.isEmpty()).toList();
    }
  }
}
