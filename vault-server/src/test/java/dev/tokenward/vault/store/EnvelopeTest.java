package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.LeakProbe;
import dev.tokenward.vault.store.BrokenSealException.Reason;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeTest {

  private static final Label LABEL =
      new Label("credential", "id-1", 7, List.of("https://b.example/", "https://a.example/"));
  private static final byte[] OPEN = "name=ado".getBytes(UTF_8);
  private static final byte[] NOTHING = {};

  private final SecureRandom random = new SecureRandom();
  private final LeakProbe probe = new LeakProbe();
  private final byte[] secret = probe.canary("secret").getBytes(UTF_8);
  private final KeyRing first = KeyRing.generate(random);
  private final KeyRing second = first.withNewVersion(random);
  private final Envelope envelope = new Envelope(first, random);

  @Test
  void unseal_whatWasSealed_isTheSecret() {
    byte[] sealed = envelope.seal(LABEL, OPEN, secret);

    assertThat(envelope.unseal(LABEL, OPEN, sealed)).isEqualTo(secret);
    assertThat(probe.see("sealed", sealed).leaks()).isEmpty();
  }

  @Test
  void unseal_emptySecretBesideNothing_isEmpty() {
    byte[] sealed = envelope.seal(LABEL, NOTHING, NOTHING);

    assertThat(envelope.unseal(LABEL, NOTHING, sealed)).isEmpty();
  }

  @Test
  void seal_twice_sharesNeitherDataKeyNorNonce() {
    byte[] one = envelope.seal(LABEL, OPEN, secret);
    byte[] other = envelope.seal(LABEL, OPEN, secret);

    for (int from = 5; from < one.length - 12; from++) {
      assertThat(Arrays.copyOfRange(one, from, from + 12))
          .isNotEqualTo(Arrays.copyOfRange(other, from, from + 12));
    }
  }

  @Test
  void seal_wipesNothingThatItWasGiven() {
    byte[] given = secret.clone();

    envelope.seal(LABEL, OPEN, given);

    assertThat(given).isEqualTo(secret);
  }

  @Test
  void unseal_anyByteChanged_isRefused() {
    byte[] sealed = envelope.seal(LABEL, OPEN, secret);
    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;

      // The four bytes of the key version name a root key that there is not.
      Reason expected = at >= 1 && at <= 4 ? Reason.UNKNOWN_KEY : Reason.DAMAGED;
      assertThat(refused(LABEL, OPEN, changed)).as("byte " + at).isEqualTo(expected);
    }
  }

  @Test
  void unseal_keyVersionOfAnotherRootKey_isDamaged() {
    Envelope both = new Envelope(second, random);
    byte[] sealed = envelope.seal(LABEL, OPEN, secret);
    sealed[4] = 2;

    assertThat(both.keyVersion(sealed)).isEqualTo(2);
    assertThatThrownBy(() -> both.unseal(LABEL, OPEN, sealed))
        .isInstanceOfSatisfying(
            BrokenSealException.class,
            broken -> assertThat(broken.reason()).isEqualTo(Reason.DAMAGED));
  }

  @Test
  void unseal_cutOffOrLonger_isDamaged() {
    byte[] sealed = envelope.seal(LABEL, OPEN, secret);
    for (int length = 0; length < sealed.length; length++) {
      assertThat(refused(LABEL, OPEN, Arrays.copyOf(sealed, length)))
          .as("length " + length)
          .isEqualTo(Reason.DAMAGED);
    }
    assertThat(refused(LABEL, OPEN, Arrays.copyOf(sealed, sealed.length + 1)))
        .isEqualTo(Reason.DAMAGED);
  }

  static Stream<Label> otherLabels() {
    List<String> to = LABEL.destinations();
    return Stream.of(
        new Label("caller", "id-1", 7, to),
        new Label("credential", "id-2", 7, to),
        new Label("credential", "id-1", 6, to),
        new Label("credential", "id-1", 8, to),
        new Label("credential", "id-1", 7, List.of()),
        new Label("credential", "id-1", 7, List.of("https://a.example/")),
        new Label("credential", "id-1", 7, List.of("https://a.example/", "https://c.example/")),
        new Label("credential", "id-1", 7, List.of("https://a.example/https://b.example/")),
        new Label("credential", "id-1", 7, List.of("https://a.example/h", "ttps://b.example/")),
        new Label("credentiali", "d-1", 7, to),
        new Label("", "credentialid-1", 7, to));
  }

  @ParameterizedTest
  @MethodSource("otherLabels")
  void unseal_underAnotherLabel_isDamaged(Label other) {
    assertThat(refused(other, OPEN, envelope.seal(LABEL, OPEN, secret))).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void unseal_anyOpenByteChanged_isDamaged() {
    byte[] sealed = envelope.seal(LABEL, OPEN, secret);
    for (int at = 0; at < OPEN.length; at++) {
      byte[] changed = OPEN.clone();
      changed[at] ^= 1;
      assertThat(refused(LABEL, changed, sealed)).as("byte " + at).isEqualTo(Reason.DAMAGED);
    }
    assertThat(refused(LABEL, NOTHING, sealed)).isEqualTo(Reason.DAMAGED);
    assertThat(refused(LABEL, Arrays.copyOf(OPEN, OPEN.length + 1), sealed))
        .isEqualTo(Reason.DAMAGED);
  }

  /** In UTF-8, half a character becomes a question mark, and two labels would be one. */
  @Test
  void unseal_labelOfBrokenText_isTakenExactly() {
    byte[] sealed = envelope.seal(new Label("credential", "\ud800", 1, List.of()), OPEN, secret);

    for (String id : List.of("?", "\ud801", "\ufffd")) {
      Label other = new Label("credential", id, 1, List.of());
      assertThat(refused(other, OPEN, sealed)).isEqualTo(Reason.DAMAGED);
    }
  }

  /** Whoever can write rows can move a wrapped data key, and must gain nothing by it. */
  @Test
  void unseal_partsOfTwoSealedTexts_isDamaged() {
    byte[] one = envelope.seal(LABEL, OPEN, secret);
    byte[] other = envelope.seal(LABEL, OPEN, secret);
    byte[] mixed = other.clone();
    System.arraycopy(one, 0, mixed, 0, 65);

    assertThat(refused(LABEL, OPEN, mixed)).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void unseal_destinationsInAnotherOrder_areTheSame() {
    byte[] sealed = envelope.seal(LABEL, OPEN, secret);
    Label sorted =
        new Label("credential", "id-1", 7, List.of("https://a.example/", "https://b.example/"));

    assertThat(sorted).isEqualTo(LABEL);
    assertThat(envelope.unseal(sorted, OPEN, sealed)).isEqualTo(secret);
  }

  @Test
  void unseal_afterANewRootKey_opensOldAndNew() {
    AtomicReference<KeyRing> ring = new AtomicReference<>(first);
    Envelope living = new Envelope(ring::get, random);
    byte[] old = living.seal(LABEL, OPEN, secret);
    ring.set(second);
    byte[] fresh = living.seal(LABEL, OPEN, secret);

    assertThat(living.keyVersion(old)).isEqualTo(1);
    assertThat(living.keyVersion(fresh)).isEqualTo(2);
    assertThat(living.unseal(LABEL, OPEN, old)).isEqualTo(secret);
    assertThat(living.unseal(LABEL, OPEN, fresh)).isEqualTo(secret);
  }

  @Test
  void unseal_withoutTheRootKey_namesIt() {
    byte[] sealed = new Envelope(second, random).seal(LABEL, OPEN, secret);

    assertThatThrownBy(() -> envelope.unseal(LABEL, OPEN, sealed))
        .isInstanceOf(BrokenSealException.class)
        .hasMessage(
            "The credential id-1 is sealed under root key version 2, and the key ring has [1]."
                + " Start the vault with the ring that has it.");
  }

  @Test
  void unseal_withAnotherVaultsRootKey_isDamaged() {
    byte[] sealed = new Envelope(KeyRing.generate(random), random).seal(LABEL, OPEN, secret);

    assertThat(refused(LABEL, OPEN, sealed)).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void unseal_damaged_namesTheRecordAndNothingOfIt() {
    byte[] sealed = envelope.seal(LABEL, OPEN, secret);
    sealed[70] ^= 1;

    BrokenSealException broken =
        catchThrowableOfType(BrokenSealException.class, () -> envelope.unseal(LABEL, OPEN, sealed));
    assertThat(broken)
        .hasNoCause()
        .hasMessage(
            "The credential id-1 is not as the vault wrote it: it was edited, cut off, or taken"
                + " from another record. Restore it from a backup, or write it anew.");
  }

  @Test
  void keyVersion_ofNoSealedText_saysSo() {
    assertThatThrownBy(() -> envelope.keyVersion(NOTHING))
        .isInstanceOf(BrokenSealException.class)
        .hasMessage(
            "This is no sealed record of this version of the vault. Restore it from a backup, or"
                + " write it anew.");
  }

  @Test
  void keyVersion_ofAnotherFormat_isNotGuessed() {
    byte[] sealed = envelope.seal(LABEL, OPEN, secret);
    sealed[0] = 2;

    assertThatThrownBy(() -> envelope.keyVersion(sealed)).isInstanceOf(BrokenSealException.class);
  }

  private Reason refused(Label label, byte[] open, byte[] sealed) {
    BrokenSealException broken =
        catchThrowableOfType(BrokenSealException.class, () -> envelope.unseal(label, open, sealed));
    assertThat(broken).as("was opened").isNotNull();
    return broken.reason();
  }
}
