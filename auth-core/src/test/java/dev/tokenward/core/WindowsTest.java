package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {

  private static final Instant ISSUED = FakeClock.START;

  /** In seconds from the issue. */
  @ParameterizedTest
  @Rule(6)
  @CsvSource({
    // life, refreshAt, staleAt, usableUntil
    "     0,       0,       0,           0",
    "    60,      48,    52.5,          57",
    "   120,      96,     105,         114",
    "   300,     240,   262.5,         285",
    "   600,     480,     525,         570",
    "  3600,    3300,    3435,        3570",
    "  7200,    6900,    7035,        7170",
    "  7201,  3600.5,    7036,        7171",
    " 86400,   43200,   86235,       86370",
  })
  void of_life_scales(int life, double refreshAt, double staleAt, double usableUntil) {
    Windows windows = windows(token(life), 0);
    assertThat(seconds(windows.refreshAt())).isEqualTo(refreshAt);
    assertThat(seconds(windows.staleAt())).isEqualTo(staleAt);
    assertThat(seconds(windows.usableUntil())).isEqualTo(usableUntil);
    assertThat(seconds(windows.expiresAt())).isEqualTo(life);
  }

  @Test
  @Rule(1)
  void cell_givesAFreshTokenUntilItIsDueOrGone() {
    MintedToken token = MintedToken.bearer("t", FakeClock.START, Duration.ofHours(1));
    Windows windows = Windows.of(token, 0, Duration.ZERO);
    TokenCell cell = new TokenCell(new FakeClock()) {};
    long due = windows.refreshAt();
    assertThat(cell.fresh(due - 1)).isNull();
    cell.hold(new Held(token, windows));
    assertThat(cell.fresh(due - 1)).isSameAs(token);
    assertThat(cell.fresh(due)).isNull();
    cell.hold(null);
    assertThat(cell.fresh(due - 1)).isNull();
  }

  @Test
  @Rule(1)
  void held_atTheVeryMomentItIsDue_isNotFresh() {
    MintedToken token = MintedToken.bearer("t", FakeClock.START, Duration.ofHours(1));
    Windows windows = Windows.of(token, 0, Duration.ZERO);
    Held held = new Held(token, windows);
    for (Duration minimum : List.of(Duration.ZERO, Duration.ofMinutes(30))) {
      long due = windows.freshUntil(minimum);
      assertThat(held.freshFor(minimum, due - 1)).isTrue();
      assertThat(held.freshFor(minimum, due)).isFalse();
    }
  }

  @Test
  @Rule(6)
  void of_anyLife_isInOrder() {
    for (int life = 0; life < 100_000; life += 37) {
      Windows windows = windows(token(life), 0.99);
      assertThat(windows.refreshAt()).isBetween(ISSUED.toEpochMilli(), windows.staleAt());
      assertThat(windows.staleAt()).isLessThanOrEqualTo(windows.usableUntil());
      assertThat(windows.usableUntil()).isLessThanOrEqualTo(windows.expiresAt());
    }
  }

  @ParameterizedTest
  @CsvSource({"600, 600, 3435", "3500, 3500, 3500", "9999, 3570, 3570", "-5, 0, 3435"})
  void of_serverHint_winsWithinTheUsableLife(int hint, double refreshAt, double staleAt) {
    Windows windows = windows(token(3600).refreshAt(ISSUED.plusSeconds(hint)), 0);
    assertThat(seconds(windows.refreshAt())).isEqualTo(refreshAt);
    assertThat(seconds(windows.staleAt())).isEqualTo(staleAt);
  }

  @Test
  @Rule(7)
  void of_jitter_delaysUpToATenthOfTheWindowAndNeverPastStale() {
    assertThat(seconds(windows(token(3600), 0.5).refreshAt())).isEqualTo(3315);
    assertThat(seconds(windows(token(3600), 1).refreshAt())).isEqualTo(3330);
    MintedToken hinted = token(3600).refreshAt(ISSUED.plusSeconds(3430));
    assertThat(seconds(windows(hinted, 1).refreshAt())).isEqualTo(3435);
  }

  @Test
  @Rule(7)
  void jitter_ofOneInstanceAndRequest_isTheSameAndOfOthersSpread() {
    assertThat(Jitter.of(7, Engine.REQUEST)).isEqualTo(Jitter.of(7, Engine.REQUEST));
    List<Double> spread =
        IntStream.range(0, 1_000).mapToObj(seed -> Jitter.of(seed, Engine.REQUEST)).toList();
    assertThat(spread).allMatch(jitter -> jitter >= 0 && jitter < 1);
    assertThat(spread.stream().mapToDouble(d -> d).average().orElseThrow()).isBetween(0.4, 0.6);
  }

  @ParameterizedTest
  @Rule({6, 21})
  @CsvSource({"0, 3570", "29, 3570", "31, 3569", "600, 3000", "3240, 360", "3600, 360"})
  void usableUntil_minimum_isCappedAtNineTenthsOfTheLife(int minimum, double until) {
    Windows windows = windows(token(3600), 0);
    assertThat(seconds(windows.usableUntil(Duration.ofSeconds(minimum)))).isEqualTo(until);
  }

  @Test
  void usableUntil_hugeMinimum_doesNotOverflow() {
    Windows windows = windows(token(3600), 0);
    assertThat(seconds(windows.usableUntil(Duration.ofSeconds(Long.MAX_VALUE)))).isEqualTo(360);
    assertThat(Windows.ENDLESS.freshUntil(Duration.ofSeconds(Long.MAX_VALUE)))
        .isEqualTo(Long.MAX_VALUE);
  }

  /** In seconds: a window of a minute more than the configured minimum, at most half the life. */
  @ParameterizedTest
  @Rule(6)
  @CsvSource({
    // life, minimum, refreshAt, staleAt
    "3600,    0, 3300,   3435",
    "3600,  240, 3300,   3435",
    "3600,  600, 2940,   3255",
    "3600, 9999, 1800,   2685",
    " 600,  300,  300,    435",
    "7201,  600, 3600.5, 6856",
  })
  void of_configuredMinimum_renewsAMinuteBeforeItIsMissed(
      int life, int minimum, double refreshAt, double staleAt) {
    Windows windows = Windows.of(token(life), 0, Duration.ofSeconds(minimum));
    assertThat(seconds(windows.refreshAt())).isEqualTo(refreshAt);
    assertThat(seconds(windows.staleAt())).isEqualTo(staleAt);
  }

  @Test
  @Rule({6, 7})
  void of_configuredMinimumAndJitter_keepsHalfOfTheMinute() {
    Windows windows = Windows.of(token(3600), 1, Duration.ofMinutes(20));
    assertThat(seconds(windows.refreshAt())).isEqualTo(2400 - 30);
  }

  private static Windows windows(MintedToken token, double jitter) {
    return Windows.of(token, jitter, Duration.ZERO);
  }

  private static MintedToken token(int life) {
    return MintedToken.bearer("some-token", ISSUED, Duration.ofSeconds(life));
  }

  private static double seconds(long millis) {
    return (millis - ISSUED.toEpochMilli()) / 1000.0;
  }
}
