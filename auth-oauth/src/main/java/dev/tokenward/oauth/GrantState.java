package dev.tokenward.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.core.spi.DurableState.Row;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a grant: the refresh token, the last access token that it gave, and who
 * consented. A grant that ended keeps its refresh token, since a provider may have been wrong; only
 * {@link #DEAUTHORIZED} leaves nothing.
 *
 * @param refreshToken null where the provider gave none
 * @param access the newest access token for the credential's own scopes; null where there is none
 * @param asked what was asked for at the consent; null in what was kept before that was noted
 * @param boundTo who may spend it where ({@link Client#boundTo})
 * @param redirect where the consent came back to; empty where it came by device
 * @param granted when it was consented to
 * @param used when the refresh token was made
 * @param end null while the grant is good
 */
record GrantState(
    @Nullable Secret refreshToken,
    @Nullable Access access,
    @Nullable List<String> asked,
    String boundTo,
    String redirect,
    Grantor grantor,
    Instant granted,
    Instant used,
    @Nullable End end) {

  /** Words for the end of a grant that no provider says. */
  static final String ANSWER_LOST = "answer-lost";

  static final String MOVED = "destination-changed";
  static final String RESCOPED = "scope-changed";
  static final String NO_REFRESH_TOKEN = "no-refresh-token";
  static final String DEAUTHORIZED = "deauthorized";
  static final String NEVER = "not-authorized";

  /**
   * An access token.
   *
   * @param scopes what it is good for
   * @param narrowedTo what it was asked for with; null where with all that was consented to
   */
  record Access(
      Secret value,
      Instant issued,
      Instant expires,
      List<String> scopes,
      @Nullable List<String> narrowedTo) {}

  /** As it is given out. */
  static MintedToken token(Access access) {
    Duration life = Duration.between(access.issued(), access.expires());
    return MintedToken.bearer(access.value().reveal(), access.issued(), life)
        .scopes(access.scopes());
  }

  /**
   * Why a grant gives nothing.
   *
   * @param since when that began
   * @param tried when the provider said so last
   * @param spent the generation whose refresh token was refused: who holds the answer to that very
   *     request may still put it in this one's place
   * @param challenge what the provider wants of the next sign-in; null where it names nothing
   */
  record End(
      String reason, Instant since, Instant tried, long spent, @Nullable Challenge challenge) {}

  /** What is left of a grant that was taken back. */
  static GrantState deauthorized(Instant now) {
    return new GrantState(
        null,
        null,
        null,
        "",
        "",
        new Grantor(null, null, null, false, List.of()),
        now,
        now,
        new End(DEAUTHORIZED, now, now, -1, null));
  }

  /** The word for why it is not for {@code client} as that is now; empty where it is. */
  String barred(Client client) {
    if (!boundTo.equals(client.boundTo())) {
      return MOVED;
    }
    return Reach.of(this, client).lost() ? RESCOPED : "";
  }

  boolean holdsTokens() {
    return refreshToken != null || access != null;
  }

  /** Whether that is known: where either does not say whose it is, it may be the same. */
  boolean isOfAnotherAccountThan(GrantState other) {
    String subject = grantor.subject();
    String others = other.grantor.subject();
    return subject != null
        && others != null
        && !(subject.equals(others) && Objects.equals(grantor.tenant(), other.grantor.tenant()));
  }

  /** This grant after a refresh. */
  GrantState refreshed(
      @Nullable Secret nextRefreshToken, @Nullable Access nextAccess, Instant now) {
    return new GrantState(
        nextRefreshToken == null ? refreshToken : nextRefreshToken,
        nextAccess == null ? access : nextAccess,
        asked,
        boundTo,
        redirect,
        grantor,
        granted,
        now,
        null);
  }

  /** This grant, refused. */
  GrantState ended(String reason, long spent, @Nullable Challenge challenge, Instant now) {
    Instant since = end == null || !end.reason().equals(reason) ? now : end.since();
    long first = end == null ? spent : end.spent();
    return new GrantState(
        refreshToken,
        null,
        asked,
        boundTo,
        redirect,
        grantor,
        granted,
        used,
        new End(reason, since, now, first, challenge));
  }

  /** As it is kept. */
  Secret text() {
    Map<String, Object> all = new LinkedHashMap<>();
    put(all, "refreshToken", refreshToken == null ? null : refreshToken.reveal());
    if (access != null) {
      put(all, "accessToken", access.value().reveal());
      put(all, "issued", access.issued());
      put(all, "expires", access.expires());
      put(all, "scopes", String.join(" ", access.scopes()));
      put(all, "narrowedTo", text(access.narrowedTo()));
    }
    put(all, "asked", text(asked));
    put(all, "boundTo", boundTo);
    put(all, "redirect", redirect);
    put(all, "account", grantor.account());
    put(all, "subject", grantor.subject());
    put(all, "tenant", grantor.tenant());
    put(all, "personal", grantor.personal());
    put(all, "consented", String.join(" ", grantor.scopes()));
    put(all, "granted", granted);
    put(all, "used", used);
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
   * What {@code row} holds; null where nothing was ever kept.
   *
   * @throws UnavailableException where that cannot be read
   */
  static @Nullable GrantState of(Row row) {
    Secret value = row.value();
    return value == null ? null : of(value);
  }

  /** What {@link #text} wrote. */
  static GrantState of(Secret text) {
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
              words("consented")),
          instant("granted"),
          instant("used"),
          end());
    }

    private @Nullable Access access() {
      Secret value = secret("accessToken");
      return value == null
          ? null
          : new Access(
              value,
              instant("issued"),
              instant("expires"),
              words("scopes"),
              wordsOrNull("narrowedTo"));
    }

    private @Nullable End end() {
      String reason = text("reason");
      return reason == null
          ? null
          : new End(
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
