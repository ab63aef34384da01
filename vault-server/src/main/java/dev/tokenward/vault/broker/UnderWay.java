package dev.tokenward.vault.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.core.spi.Authorizable.Asked;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.broker.Carriers.Opening;
import dev.tokenward.vault.broker.ConsentRefusedException.Why;
import dev.tokenward.vault.broker.ConsentView.Stage;
import dev.tokenward.vault.store.KeptCredential;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
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

  /** What others do with a link may not fill the audit. */
  private static final int MOST_STEPS = 60;

  private final String id;
  private final Caller caller;
  private final KeptCredential credential;
  private final Credential opened;
  private final Asked asked;
  private final @Nullable String earlier;
  private final Authorizable.Consent consent;

  private final Carriers carriers = new Carriers();
  private volatile Instant expires;
  private Stage stage = Stage.ASKED;
  private int steps;
  private @Nullable Answer answer;
  private @Nullable Grantor grantor;
  private @Nullable String reason;
  private @Nullable String nextStep;
  private boolean abandoned;
  private boolean closed;

  /** {@code earlier} is whose authorization was in use when this was asked for. */
  UnderWay(
      String id,
      Caller caller,
      KeptCredential credential,
      Credential opened,
      Asked asked,
      @Nullable String earlier,
      Authorizable.Consent consent,
      Instant expires) {
    this.id = id;
    this.caller = caller;
    this.credential = credential;
    this.opened = opened;
    this.asked = asked;
    this.earlier = earlier;
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

  /** When it is over. Waits for nobody: each is asked whenever one is sought. */
  Instant end() {
    return expires;
  }

  /** Whether one more step is to be on record by itself. */
  synchronized boolean counts() {
    return ++steps <= MOST_STEPS;
  }

  boolean isState(String given) {
    return MessageDigest.isEqual(given.getBytes(US_ASCII), consent.state().getBytes(US_ASCII));
  }

  /** The browser that brings {@code cookie}, or a new one. */
  synchronized Opening opening(@Nullable String cookie, Supplier<Opening> fresh) {
    requireUnanswered();
    Opening opening = carriers.open(cookie, fresh);
    stage = stage == Stage.SENT ? Stage.SENT : Stage.OPENED;
    return opening;
  }

  private void requireUnanswered() {
    if (stage.compareTo(Stage.SENT) > 0) {
      throw new ConsentRefusedException(Why.USED);
    }
  }

  /** Waits for nobody either. */
  boolean isKnown(@Nullable String cookie) {
    return carriers.knows(cookie);
  }

  /** Lets the browser with this cookie and this form go to the provider, and no other any more. */
  synchronized URI send(@Nullable String cookie, @Nullable String form) {
    Opening opening = carriers.require(cookie, form);
    requireUnanswered();
    URI page = consent.page();
    carriers.send(opening);
    stage = Stage.SENT;
    return page;
  }

  /** Takes what the provider sent back with the browser that was sent there, once. */
  synchronized void takeAnswer(@Nullable String cookie, boolean answered) {
    requireUnanswered();
    if (!carriers.isSent(cookie)) {
      throw new ConsentRefusedException(Why.OTHER_BROWSER);
    }
    if (!answered) {
      throw new ConsentRefusedException(Why.NO_ANSWER);
    }
    stage = Stage.ANSWERED;
  }

  /** Lets the browser that brought the answer look at what became of it. */
  synchronized void showTo(String cookie, Instant until) {
    carriers.showTo(cookie);
    expires = until;
  }

  synchronized void requireResult(@Nullable String cookie) {
    carriers.requireResult(cookie);
  }

  /** Someone consented; it is to be decided what becomes of that. */
  synchronized void answered(Answer given) {
    answer = given;
    grantor = given.grantor();
  }

  /** Has the answer wait for the caller's word. */
  synchronized void awaitWord() {
    stage = Stage.TO_CONFIRM;
  }

  /**
   * Keeps an answer that got as far as {@code from}. Who gives this up waits until it is kept, and
   * may then end what was kept; once it was given up, nothing is kept any more.
   */
  synchronized void settle(Stage from, Consumer<Answer> keep) {
    if (stage != from || abandoned || answer == null) {
      throw new ConsentRefusedException(Why.USED);
    }
    keep.accept(answer);
    answer = null;
    stage = Stage.DONE;
  }

  synchronized void refused(@Nullable String why, @Nullable String what) {
    stage = Stage.REFUSED;
    reason = why;
    nextStep = what;
  }

  void refused(TokenException e) {
    refused(e.getMessage() + e.code().map(each -> " (" + each + ")").orElse(""), e.nextStep());
  }

  /** Gives it up; an answer that is being looked at comes too late. */
  synchronized void forget() {
    abandoned = true;
  }

  /**
   * What is left to do when nothing more comes of this: to end upstream what was granted and is not
   * kept, which still needs the credential, and to forget that. Given once, when it is so.
   */
  synchronized Optional<Runnable> remains() {
    boolean over = abandoned || stage == Stage.DONE || stage == Stage.REFUSED;
    if (closed || !over || stage == Stage.ANSWERED) {
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
        earlier == null ? null : becomesOf(earlier),
        consent.adminPage().orElse(null),
        console.redirect());
  }

  private String becomesOf(String account) {
    return switch (stage) {
      case ASKED, OPENED, SENT, ANSWERED, DONE ->
          "This replaces what " + account + " authorized before.";
      case TO_CONFIRM, REFUSED -> "What " + account + " authorized before is not touched.";
    };
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

  /** Nothing that proves anything. */
  @Override
  public String toString() {
    return "UnderWay[" + credential.name() + "]";
  }
}
