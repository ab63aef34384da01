package dev.tokenward.vault.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.core.spi.Authorizable.Asked;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.broker.ConsentRefusedException.Why;
import dev.tokenward.vault.broker.ConsentView.Stage;
import dev.tokenward.vault.store.KeptCredential;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One consent under way: who asked, which browser carries it, how far it is. Each step is taken
 * once, by one thread. Thread-safe.
 */
final class UnderWay {

  /** A link may be opened by what looks at messages on their way, too. */
  private static final int MOST_BROWSERS = 20;

  /** What others do with a link may not fill the audit. */
  private static final int MOST_STEPS = 60;

  /**
   * A browser that opened the page.
   *
   * @param cookie what it brings
   * @param form what its form brings
   */
  record Opening(String cookie, String form) {}

  private final String id;
  private final Caller caller;
  private final KeptCredential credential;
  private final Credential opened;
  private final Asked asked;
  private final Authorizable.Consent consent;

  private final List<Opening> openings = new ArrayList<>();
  private Instant expires;
  private Stage stage = Stage.ASKED;
  private boolean answering;
  private int steps;
  private @Nullable Opening sent;
  private @Nullable String result;
  private @Nullable Answer answer;
  private @Nullable Grantor grantor;
  private @Nullable String reason;
  private @Nullable String nextStep;
  private boolean mayNeedAdmin;
  private boolean abandoned;
  private boolean closed;

  UnderWay(
      String id,
      Caller caller,
      KeptCredential credential,
      Credential opened,
      Asked asked,
      Authorizable.Consent consent,
      Instant expires) {
    this.id = id;
    this.caller = caller;
    this.credential = credential;
    this.opened = opened;
    this.asked = asked;
    this.consent = consent;
    this.expires = expires;
  }

  String id() {
    return id;
  }

  Caller caller() {
    return caller;
  }

  KeptCredential credential() {
    return credential;
  }

  Asked asked() {
    return asked;
  }

  Authorizable.Consent consent() {
    return consent;
  }

  /** When it is over. */
  synchronized Instant end() {
    return expires;
  }

  /** Whether one more step is to be on record by itself. */
  synchronized boolean counts() {
    return ++steps <= MOST_STEPS;
  }

  boolean isState(String given) {
    return same(given, consent.state());
  }

  /** The browser that brings {@code cookie}, or a new one. */
  synchronized Opening opening(@Nullable String cookie, Supplier<Opening> fresh) {
    Optional<Opening> known = known(cookie);
    if (known.isPresent() && stage.compareTo(Stage.SENT) <= 0 && !answering) {
      return requireNotOther(known.get());
    }
    if (stage.compareTo(Stage.SENT) > 0 || answering) {
      throw new ConsentRefusedException(Why.USED);
    }
    if (stage == Stage.SENT || openings.size() >= MOST_BROWSERS) {
      throw new ConsentRefusedException(Why.OTHER_BROWSER);
    }
    Opening opening = fresh.get();
    openings.add(opening);
    stage = Stage.OPENED;
    return opening;
  }

  private Opening requireNotOther(Opening opening) {
    if (sent != null && !sent.equals(opening)) {
      throw new ConsentRefusedException(Why.OTHER_BROWSER);
    }
    return opening;
  }

  private Optional<Opening> known(@Nullable String cookie) {
    return openings.stream().filter(each -> same(cookie, each.cookie())).findFirst();
  }

  synchronized boolean isKnown(@Nullable String cookie) {
    return known(cookie).isPresent();
  }

  /** Lets the browser with this cookie and this form go to the provider, and no other any more. */
  synchronized URI send(@Nullable String cookie, @Nullable String form) {
    Opening opening =
        requireNotOther(
            known(cookie).orElseThrow(() -> new ConsentRefusedException(Why.OTHER_BROWSER)));
    if (!same(form, opening.form())) {
      throw new ConsentRefusedException(Why.FORM);
    }
    if (stage.compareTo(Stage.SENT) > 0 || answering) {
      throw new ConsentRefusedException(Why.USED);
    }
    URI page = consent.page();
    sent = opening;
    stage = Stage.SENT;
    return page;
  }

  /** Takes what the provider sent back with the browser that was sent there, once. */
  synchronized void takeAnswer(@Nullable String cookie, boolean answered) {
    if (sent == null || !same(cookie, sent.cookie())) {
      throw new ConsentRefusedException(
          stage.compareTo(Stage.SENT) > 0 ? Why.USED : Why.OTHER_BROWSER);
    }
    if (stage != Stage.SENT || answering) {
      throw new ConsentRefusedException(Why.USED);
    }
    if (!answered) {
      throw new ConsentRefusedException(Why.NO_ANSWER);
    }
    answering = true;
  }

  /** What the browser that brought the answer may look at the outcome with. */
  synchronized void resultFor(String cookie, Instant until) {
    result = cookie;
    expires = until;
  }

  /** Someone consented. */
  synchronized void answered(Answer given) {
    answering = false;
    answer = given;
    grantor = given.grantor();
    stage = Stage.TO_CONFIRM;
  }

  /**
   * Keeps the answer that waits for the caller's word. Who gives this up waits until it is kept,
   * and may then end what was kept; once it was given up, nothing is kept any more.
   */
  synchronized void settle(Consumer<Answer> keep) {
    if (stage != Stage.TO_CONFIRM || answering || abandoned || answer == null) {
      throw new ConsentRefusedException(Why.USED);
    }
    keep.accept(answer);
    answer = null;
    stage = Stage.DONE;
  }

  synchronized void refused(@Nullable String why, @Nullable String what) {
    answering = false;
    stage = Stage.REFUSED;
    reason = why;
    nextStep = what;
  }

  synchronized void refused(TokenException e) {
    String code = e.code().map(each -> " (" + each + ")").orElse("");
    refused(e.getMessage() + code, e.nextStep());
    mayNeedAdmin = e.reason() == TokenException.Reason.NEEDS_CONSENT;
  }

  /** Gives it up; an answer that is being asked for comes too late. */
  synchronized void forget() {
    abandoned = true;
  }

  /**
   * What is left to do when nothing more comes of this: to end upstream what was granted and is not
   * kept, which still needs the credential, and to forget that. Given once, when it is so.
   */
  synchronized Optional<Runnable> remains() {
    boolean over = abandoned || stage == Stage.DONE || stage == Stage.REFUSED;
    if (answering || closed || !over) {
      return Optional.empty();
    }
    closed = true;
    Optional<Answer> unkept = Optional.ofNullable(answer);
    answer = null;
    return Optional.of(
        () -> {
          unkept.ifPresent(Answer::discard);
          opened.destroy();
        });
  }

  synchronized void requireResult(@Nullable String cookie) {
    if (result == null || !same(cookie, result)) {
      throw new ConsentRefusedException(Why.OTHER_BROWSER);
    }
  }

  synchronized ConsentView view(ConsoleUrl console) {
    return new ConsentView(
        id,
        console.connect(id),
        expires,
        stage,
        caller.name(),
        credential.name(),
        credential.row().value().description(),
        asked,
        grantor == null ? null : grantor.account(),
        grantor == null ? List.of() : grantor.scopes(),
        grantor == null ? Authorization.warnings(asked) : Authorization.warnings(asked, grantor),
        stage == Stage.TO_CONFIRM ? toConfirm() : reason,
        stage == Stage.TO_CONFIRM ? confirm() : nextStep,
        mayNeedAdmin ? consent.adminPage().orElse(null) : null,
        console.redirect());
  }

  private String toConfirm() {
    return asked.account() == null
        ? "Nobody said which account is expected"
        : "Expected was the account " + asked.account();
  }

  private String confirm() {
    return "If this is the right account, "
        + caller.name()
        + " confirms it: POST /v1/credentials/"
        + credential.name()
        + "/authorize/confirm";
  }

  private static boolean same(@Nullable String given, String expected) {
    return given != null
        && MessageDigest.isEqual(given.getBytes(US_ASCII), expected.getBytes(US_ASCII));
  }

  /** Nothing that proves anything. */
  @Override
  public String toString() {
    return "UnderWay[" + credential.name() + "]";
  }
}
