package dev.tokenward.vault.access;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.store.Listed;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store that holds back what one reading of a page has found. */
final class SlowStore implements Store {

  private final Store store;
  private final AtomicReference<@Nullable CountDownLatch> held = new AtomicReference<>();
  private final CountDownLatch reached = new CountDownLatch(1);

  SlowStore(Store store) {
    this.store = store;
  }

  /** The next page is given only once this is counted down. */
  CountDownLatch holdNextPage() {
    CountDownLatch latch = new CountDownLatch(1);
    held.set(latch);
    return latch;
  }

  void awaitHeld() throws InterruptedException {
    reached.await();
  }

  @Override
  public <T> List<Listed<T>> list(Noun<T> noun, String after, int limit) {
    List<Listed<T>> found = store.list(noun, after, limit);
    CountDownLatch latch = held.getAndSet(null);
    if (latch != null) {
      reached.countDown();
      await(latch);
    }
    return found;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public <T> Optional<Listed<T>> look(Noun<T> noun, String name) {
    return store.look(noun, name);
  }

  @Override
  public <T> Optional<Listed<T>> peek(Noun<T> noun, String id) {
    return store.peek(noun, id);
  }

  @Override
  public Set<String> present(Noun<?> noun, Collection<String> ids) {
    return store.present(noun, ids);
  }

  @Override
  public Optional<Map<String, Secret>> secrets(Noun<?> noun, Row<?> row) {
    return store.secrets(noun, row);
  }

  @Override
  public <R> R change(Function<Change, R> work) {
    return store.change(work);
  }

  @Override
  public void close() {
    store.close();
  }
}
