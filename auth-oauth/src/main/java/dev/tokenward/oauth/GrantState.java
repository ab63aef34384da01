package dev.tokenward.oauth;

import dev.tokenward.core.Challenge;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.core.spi.DurableState.Row;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * @param used when the provider last gave something for the refresh token, or made the first
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

  /** Has the grantor say when the grant ends, where nothing renews it. */
  GrantState {
    grantor = ending(grantor, refreshToken == null && access != null ? access.expires() : null);
  }

  private static Grantor ending(Grantor grantor, @Nullable Instant ends) {
    return new Grantor(
        grantor.account(),
        grantor.subject(),
        grantor.tenant(),
        grantor.personal(),
        grantor.scopes(),
        ends);
  }

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
        new Grantor(null, null, null, false, List.of(), null),
        now,
        now,
        new End(DEAUTHORIZED, now, now, -1, null));
  }

  /** The word for why it gives {@code client}, as that is now, nothing any more; else empty. */
  String barred(Client client, Instant now) {
    if (!boundTo.equals(client.boundTo())) {
      return MOVED;
    }
    if (Reach.of(this, client).lost()) {
      return RESCOPED;
    }
    return isOver(now) ? NO_REFRESH_TOKEN : "";
  }

  private boolean isOver(Instant now) {
    return refreshToken == null && (access == null || !now.isBefore(access.expires()));
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
    return GrantText.of(this);
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
    return GrantText.read(text);
  }
}
