package dev.tokenward.vault.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tokenward.vault.broker.ConsentRefusedException.Why;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The browsers that opened the page of one consent, and the one of them that carries it to the
 * provider and back. Changed under the lock of the consent.
 */
final class Carriers {

  /** A link may be opened by what looks at messages on their way, too. */
  private static final int MOST = 20;

  /**
   * A browser that opened the page.
   *
   * @param cookie what it brings
   * @param form what its form brings
   */
  record Opening(String cookie, String form) {

    /** Nothing that proves anything. */
    @Override
    public String toString() {
      return "Opening";
    }
  }

  private final List<Opening> openings = new CopyOnWriteArrayList<>();
  private @Nullable Opening sent;
  private @Nullable String result;

  /** The browser that brings {@code cookie}, or a new one while none carries the consent. */
  Opening open(@Nullable String cookie, Supplier<Opening> fresh) {
    return known(cookie).map(this::requireNotOther).orElseGet(() -> added(fresh));
  }

  private Opening added(Supplier<Opening> fresh) {
    if (sent != null || openings.size() >= MOST) {
      throw new ConsentRefusedException(Why.OTHER_BROWSER);
    }
    Opening opening = fresh.get();
    openings.add(opening);
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

  boolean knows(@Nullable String cookie) {
    return known(cookie).isPresent();
  }

  /** The browser that brings this cookie and this form, where no other carries the consent. */
  Opening require(@Nullable String cookie, @Nullable String form) {
    Opening opening =
        requireNotOther(
            known(cookie).orElseThrow(() -> new ConsentRefusedException(Why.OTHER_BROWSER)));
    if (!same(form, opening.form())) {
      throw new ConsentRefusedException(Why.FORM);
    }
    return opening;
  }

  /** Lets that browser carry the consent, and no other any more. */
  void send(Opening opening) {
    sent = opening;
  }

  boolean isSent(@Nullable String cookie) {
    return sent != null && same(cookie, sent.cookie());
  }

  /** What the browser that brought the answer may look at the outcome with. */
  void showTo(String cookie) {
    result = cookie;
  }

  void requireResult(@Nullable String cookie) {
    if (result == null || !same(cookie, result)) {
      throw new ConsentRefusedException(Why.OTHER_BROWSER);
    }
  }

  private static boolean same(@Nullable String given, String expected) {
    return given != null
        && MessageDigest.isEqual(given.getBytes(US_ASCII), expected.getBytes(US_ASCII));
  }
}
