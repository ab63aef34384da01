package dev.tokenward.vault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyRingTest {

  private final SecureRandom random = new SecureRandom();
  private final KeyRing first = KeyRing.generate(random);
  private final KeyRing second = first.withNewVersion(random);

  @Test
  void withNewVersion_keepsTheOlderOnes() {
    assertThat(first.versions()).containsExactly(1);
    assertThat(second.versions()).containsExactly(1, 2);
    assertThat(second.newest()).isEqualTo(2);
    assertThat(second.keeps(first)).isTrue();
  }

  @Test
  void keeps_ringWithOtherKeys_isFalse() {
    assertThat(first.keeps(second)).as("fewer versions").isFalse();
    assertThat(KeyRing.generate(random).keeps(first)).as("another key").isFalse();
  }

  @Test
  void versions_cannotBeChanged() {
    assertThatThrownBy(() -> second.versions().remove(1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void checkValue_isTheSameForOneKeyAndOneStoreOnly() {
    String value = first.checkValue(1, "store-a");

    assertThat(value).matches("[0-9a-f]{32}").isEqualTo(second.checkValue(1, "store-a"));
    assertThat(second.checkValue(2, "store-a")).as("another version").isNotEqualTo(value);
    assertThat(first.checkValue(1, "store-b")).as("another store").isNotEqualTo(value);
    assertThat(KeyRing.generate(random).checkValue(1, "store-a"))
        .as("another vault's key")
        .isNotEqualTo(value);
  }

  @Test
  void checkValue_ofNoSuchVersion_isRefused() {
    assertThatThrownBy(() -> first.checkValue(2, "store-a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No root key version 2");
  }

  @Test
  void newRing_withoutKeysOrOfVersionZero_isRefused() {
    TreeMap<Integer, RootKey> keys = new TreeMap<>();
    assertThatThrownBy(() -> new KeyRing(keys)).isInstanceOf(IllegalArgumentException.class);
    keys.put(0, RootKey.generate(random));
    assertThatThrownBy(() -> new KeyRing(keys)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_showsVersionsOnly() {
    assertThat(second).hasToString("KeyRing[1, 2]");
    assertThat(RootKey.generate(random)).hasToString("RootKey[redacted]");
  }
}
