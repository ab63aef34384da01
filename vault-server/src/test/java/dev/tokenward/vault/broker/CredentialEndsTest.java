package dev.tokenward.vault.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.MemoryStore;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CredentialEndsTest {

  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

  private final FakeClock clock = new FakeClock();
  private final CostlyKind kind = new CostlyKind();
  private final Store store = new MemoryStore(clock);
  private final CredentialEnds ends = ends(10);

  private CredentialEnds ends(int most) {
    Map<String, CredentialProvider> kinds = Map.of("costly", kind);
    return new CredentialEnds(new Credentials(store, kinds, Ambient.AS_WRITTEN), clock, most);
  }

  private KeptCredential kept(String id, long edition, Map<String, String> fields) {
    CredentialRecord record =
        new CredentialRecord("costly", null, null, Map.of(), fields, List.of(), null, edition);
    return new KeptCredential(
        store.change(work -> work.add(CredentialRecord.NOUN, id, id, record, Map.of())),
        true,
        List.of());
  }

  private KeptCredential kept(String id) {
    return kept(id, 1, Map.of());
  }

  private static KeptCredential anew(KeptCredential old) {
    CredentialRecord record = old.row().value();
    return new KeptCredential(
        new Row<>(
            old.id(),
            old.name(),
            old.row().version() + 1,
            old.row().createdAt(),
            old.row().changedAt(),
            record.ofEdition(record.edition() + 1)),
        true,
        List.of());
  }

  @Test
  void end_ofAnEdition_isFoundOutOnce() {
    KeptCredential credential = kept("a");
    for (int time = 0; time < 5; time++) {
      assertThat(ends.of(credential, Map.of())).contains(END);
      clock.advance(Duration.ofDays(1));
    }
    assertThat(kind.asked).hasValue(1);
    assertThat(ends.of(anew(credential), Map.of())).contains(END);
    assertThat(kind.asked).hasValue(2);
  }

  @Test
  void end_ofWhatIsInAFile_isFoundOutOnceAMinute() {
    KeptCredential credential = kept("a", 1, Map.of("file", "/run/app.pem"));
    ends.of(credential, Map.of());
    clock.advance(Duration.ofSeconds(59));
    ends.of(credential, Map.of());
    assertThat(kind.asked).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    ends.of(credential, Map.of());
    assertThat(kind.asked).hasValue(2);
  }

  @Test
  void ends_ofMoreThanTheBound_forgetWhatWasShownLongestAgo() {
    CredentialEnds few = ends(2);
    KeptCredential first = kept("a");
    few.of(first, Map.of());
    few.of(kept("b"), Map.of());
    few.of(first, Map.of());
    few.of(kept("c"), Map.of());
    few.of(first, Map.of());
    assertThat(kind.asked).hasValue(3);
  }

  @Test
  void end_thatSeveralAskForAtOnce_isFoundOutOnce() {
    KeptCredential credential = kept("a");
    CountDownLatch held = new CountDownLatch(1);
    kind.held = held;
    List<CompletableFuture<Optional<Instant>>> all =
        List.of(asked(credential), asked(credential), asked(credential));
    held.countDown();
    assertThat(all).allSatisfy(each -> assertThat(each.join()).contains(END));
    assertThat(kind.asked).hasValue(1);
  }

  private CompletableFuture<Optional<Instant>> asked(KeptCredential credential) {
    return CompletableFuture.supplyAsync(
        () -> ends.of(credential, Map.of()), task -> new Thread(task).start());
  }

  @Test
  void end_ofAKindThatBreaksOff_isUnknownFromThenOn() {
    KeptCredential credential = kept("a");
    kind.broken = true;
    assertThatThrownBy(() -> ends.of(credential, Map.of())).hasMessage("broken");
    assertThat(ends.of(credential, Map.of())).isEmpty();
    assertThat(kind.asked).hasValue(1);
  }

  private static final class CostlyKind implements CredentialProvider {

    private final AtomicInteger asked = new AtomicInteger();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile boolean broken;

    @Override
    public KindDescription describe() {
      return new KindDescription(
          "costly",
          "Costly",
          "Takes its time.",
          true,
          List.of(Field.optional("file", "File", Field.Type.FILE, "A file.")));
    }

    @Override
    public List<FieldProblem> validate(Credential credential) {
      return List.of();
    }

    @Override
    public Set<URI> destinations(Credential credential) {
      return Set.of();
    }

    @Override
    public TokenSource open(Credential credential, TokenRuntime runtime) {
      throw new AssertionError("Nobody asks for a token");
    }

    @Override
    public Optional<Instant> endsAt(Credential credential) {
      asked.incrementAndGet();
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (broken) {
        throw new IllegalStateException("broken");
      }
      return Optional.of(END);
    }
  }
}
