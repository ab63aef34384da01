package dev.tokenward.vault.store;

class MemoryStoreTest extends StoreContract {

  @Override
  Store open() {
    return new MemoryStore(clock);
  }
}
