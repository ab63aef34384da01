package dev.tokenward.vault;

import dev.tokenward.vault.audit.ChainHead;
import dev.tokenward.vault.audit.HeadWitness;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.util.Map;
import java.util.Optional;

/** The audit's last head in the store, which whoever changes the audit file cannot write. */
final class KeptHead implements HeadWitness {

  private static final String ONE = "audit";

  private record Head(long seq, String hash) {

    static final Noun<Head> NOUN = Noun.of("audit-head", Head.class);
  }

  private final Store store;

  KeptHead(Store store) {
    this.store = store;
  }

  @Override
  public void witness(ChainHead head) {
    Head kept = new Head(head.seq(), head.hash());
    store.change(
        change ->
            row()
                .map(old -> change.replace(Head.NOUN, old, ONE, kept))
                .orElseGet(() -> change.add(Head.NOUN, ONE, ONE, kept, Map.of())));
  }

  @Override
  public Optional<ChainHead> last() {
    return row().map(Row::value).map(head -> new ChainHead(head.seq(), head.hash()));
  }

  private Optional<Row<Head>> row() {
    return store.find(Head.NOUN, ONE);
  }
}
