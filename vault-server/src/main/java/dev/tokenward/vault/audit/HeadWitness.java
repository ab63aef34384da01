package dev.tokenward.vault.audit;

import java.util.Optional;

/**
 * Keeps the chain's last head where whoever can write the audit file cannot write: against it, a
 * cut-off end and a file put in place of another are found. Thread-safe; may block and may fail.
 */
public interface HeadWitness {

  /** For a vault that has no such place: heads are kept by whoever reads them. */
  HeadWitness NONE =
      new HeadWitness() {
        @Override
        public void witness(ChainHead head) {}

        @Override
        public Optional<ChainHead> last() {
          return Optional.empty();
        }
      };

  /** Keeps {@code head}, durably, in place of the one before; numbers only grow. */
  void witness(ChainHead head);

  /** The head kept last; empty if there never was one. */
  Optional<ChainHead> last();
}
