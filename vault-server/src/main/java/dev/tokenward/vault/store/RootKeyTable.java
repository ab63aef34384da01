package dev.tokenward.vault.store;

import java.security.SecureRandom;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

/** Knows a wrong root key before it opens anything. */
final class RootKeyTable {

  private final Handle handle;

  RootKeyTable(Handle handle) {
    this.handle = handle;
  }

  /**
   * Matches a ring with the store, and notes the versions that are new.
   *
   * @throws StoreException for {@code UNAVAILABLE}, naming the version that is wrong or missing
   */
  void match(KeyRing ring, SecureRandom random) {
    String storeId = storeId(random);
    Map<Integer, String> known = known();
    require(ring);
    for (int version : ring.versions()) {
      if (!known.containsKey(version)) {
        handle.execute(
            "insert into root_key (version, check_value) values (?, ?)",
            version,
            ring.checkValue(version, storeId));
      }
    }
  }

  /**
   * Matches a ring with a store that has an id, and notes nothing.
   *
   * @throws StoreException as {@link #match} does
   */
  void require(KeyRing ring) {
    Map<Integer, String> known = known();
    if (!known.isEmpty()) {
      String storeId = handle.createQuery("select id from store").mapTo(String.class).one();
      known.forEach((version, value) -> require(ring, storeId, version, value));
    }
  }

  /** Forgets the versions below {@code newest}, so that a ring without them is right. */
  void forgetBefore(int newest) {
    handle.execute("delete from root_key where version < ?", newest);
  }

  private static void require(KeyRing ring, String storeId, int version, String value) {
    if (!ring.versions().contains(version)) {
      throw StoreException.unusable(
          "The store was written under root key version "
              + version
              + ", and the key ring has "
              + ring.versions()
              + ". Give the vault the ring that has it; nothing was touched.");
    }
    if (!ring.checkValue(version, storeId).equals(value)) {
      throw StoreException.unusable(
          "This is the wrong root key: version "
              + version
              + " is not the one that this store was written under. Give the vault the right key"
              + " ring, such as the one that was exported; nothing was touched.");
    }
  }

  private Map<Integer, String> known() {
    return handle
        .createQuery("select version, check_value from root_key")
        .setMapKeyColumn("version")
        .setMapValueColumn("check_value")
        .collectInto(new GenericType<Map<Integer, String>>() {});
  }

  private String storeId(SecureRandom random) {
    return handle
        .createQuery("select id from store")
        .mapTo(String.class)
        .findOne()
        .orElseGet(() -> newId(new RecordIds(random).next()));
  }

  private String newId(String id) {
    handle.execute("insert into store (one, id) values (1, ?)", id);
    return id;
  }
}
