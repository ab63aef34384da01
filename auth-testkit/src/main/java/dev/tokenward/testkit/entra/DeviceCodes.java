package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.grants.Opaque;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The sign-ins on devices, by both of their codes. Thread-safe. */
final class DeviceCodes {

  static final String PAGE = "/devicelogin";

  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Without vowels, so that no word comes of it, and nothing that looks like something else. */
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

  private final Map<String, DeviceCode> byDeviceCode = new ConcurrentHashMap<>();
  private final Map<String, DeviceCode> byUserCode = new ConcurrentHashMap<>();
  private final AtomicInteger slowDowns = new AtomicInteger();
  private final InstantSource clock;
  private final SecureRandom random;

  DeviceCodes(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** Starts a sign-in; returns the body of the answer. */
  Map<String, Object> issue(
      EntraApp app, AskedScopes scopes, List<String> contexts, String origin) {
    Instant end = clock.instant().plus(LIFE);
    DeviceCode code = new DeviceCode(app, scopes, contexts, INTERVAL, end);
    String deviceCode = Opaque.next(random);
    String userCode = userCode();
    byDeviceCode.put(Opaque.digest(deviceCode), code);
    byUserCode.put(Opaque.digest(userCode), code);
    String page = origin + PAGE;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("user_code", userCode);
    body.put("device_code", deviceCode);
    body.put("verification_uri", page);
    body.put("expires_in", LIFE.toSeconds());
    body.put("interval", INTERVAL.toSeconds());
    body.put("message", "To sign in, open %s and enter the code %s.".formatted(page, userCode));
    return body;
  }

  private String userCode() {
    return random
        .ints(9, 0, LETTERS.length())
        .mapToObj(i -> LETTERS.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  Optional<DeviceCode> find(String deviceCode) {
    return Optional.ofNullable(byDeviceCode.get(Opaque.digest(deviceCode)));
  }

  /** The sign-in that waits for someone who types {@code userCode}. */
  Optional<DeviceCode> open(String userCode) {
    String digest = Opaque.digest(userCode.trim().toUpperCase(Locale.ROOT));
    return Optional.ofNullable(byUserCode.get(digest)).filter(code -> code.isOpen(clock.instant()));
  }

  void slowDown(int polls) {
    slowDowns.set(polls);
  }

  Optional<EntraError> poll(DeviceCode code) {
    boolean slowDown = slowDowns.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    return code.poll(clock.instant(), slowDown);
  }
}
