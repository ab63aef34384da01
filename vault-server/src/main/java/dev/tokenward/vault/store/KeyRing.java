package dev.tokenward.vault.store;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The root keys of a vault, each with its version. New records are sealed under the newest; the
 * older ones open what was sealed before. Immutable, never empty, and its text form shows the
 * versions only.
 *
 * @see Envelope
 */
public final class KeyRing {

  private final NavigableMap<Integer, RootKey> keys;

  KeyRing(NavigableMap<Integer, RootKey> keys) {
    if (keys.isEmpty() || keys.firstKey() < 1) {
      throw new IllegalArgumentException("A key ring has versions, counted from 1");
    }
    this.keys = Collections.unmodifiableNavigableMap(new TreeMap<>(keys));
  }

  /** A ring with one random root key, of version 1. */
  public static KeyRing generate(SecureRandom random) {
    return new KeyRing(new TreeMap<>(Map.of(1, RootKey.generate(random))));
  }

  /** This ring, and one more random root key as its newest. */
  public KeyRing withNewVersion(SecureRandom random) {
    NavigableMap<Integer, RootKey> more = new TreeMap<>(keys);
    more.put(Math.addExact(newest(), 1), RootKey.generate(random));
    return new KeyRing(more);
  }

  /** This ring without the versions below {@code version}. */
  KeyRing from(int version) {
    return new KeyRing(keys.tailMap(version, true));
  }

  /** The version under which new records are sealed. */
  public int newest() {
    return keys.lastKey();
  }

  /** Every version, in ascending order. */
  public SortedSet<Integer> versions() {
    return keys.navigableKeySet();
  }

  /**
   * What a store keeps of a root key, to name a wrong one before anything is opened with it: 32
   * hexadecimal digits of an HMAC over the store's id, which tell nothing of the key.
   *
   * @throws IllegalArgumentException when the ring has no such version
   */
  public String checkValue(int version, String storeId) {
    return key(version)
        .orElseThrow(() -> new IllegalArgumentException("No root key version " + version))
        .checkValue(storeId);
  }

  Optional<RootKey> key(int version) {
    return Optional.ofNullable(keys.get(version));
  }

  /** Whether everything that was sealed under {@code older} can be opened with this ring. */
  boolean keeps(KeyRing older) {
    return older.keys.entrySet().stream()
        .allMatch(each -> key(each.getKey()).filter(each.getValue()::sameAs).isPresent());
  }

  @Override
  public String toString() {
    return "KeyRing" + keys.keySet();
  }
}
