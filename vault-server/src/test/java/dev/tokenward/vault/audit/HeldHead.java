package dev.tokenward.vault.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A witness in memory, which a test can have fail. */
final class HeldHead implements HeadWitness {

  final List<ChainHead> heads = new ArrayList<>();
  boolean failing;

  @Override
  public void witness(ChainHead head) {
    if (failing) {
      throw new IllegalStateException("no store");
    }
    heads.add(head);
  }

  @Override
  public Optional<ChainHead> last() {
    return heads.isEmpty() ? Optional.empty() : Optional.of(heads.get(heads.size() - 1));
  }
}
