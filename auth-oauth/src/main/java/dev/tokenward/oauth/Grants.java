package dev.tokenward.oauth;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.state.DurableStates;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where grants are kept: in durable state, with a journal for what it could not take. */
public final class Grants {

  private final Clock clock;
  private final DurableState state;
  private final Journal journal;
  private final Map<String, GrantStore.Unkept> unkept = new ConcurrentHashMap<>();
  private final Map<String, Demands.Demand> demands = new ConcurrentHashMap<>();

  private Grants(Clock clock, DurableState state, Journal journal) {
    this.clock = clock;
    this.state = state;
    this.journal = journal;
  }

  /** In memory: gone with this object. */
  public static Grants inMemory(TokenRuntime runtime) {
    return new Grants(runtime.clock(), DurableStates.inMemory(runtime), Journal.NONE);
  }

  /**
   * In one file that any number of processes of this machine may share, made readable by its owner
   * alone; its values are not encrypted. What it says of files is said at {@link
   * DurableStates#inFile}.
   */
  public static Grants inFile(Path file, TokenRuntime runtime) {
    return new Grants(
        runtime.clock(),
        DurableStates.inFile(file, runtime),
        new FileJournal(file.resolveSibling(file.getFileName() + ".journal")));
  }

  /**
   * In {@code state}, such as a database.
   *
   * @param journal a directory of this machine, made when it is needed: answers of providers that
   *     the state could not take are kept there, encrypted, and are put into the state later
   * @param runtime whose clock says what has ended
   */
  public static Grants in(DurableState state, Path journal, TokenRuntime runtime) {
    return new Grants(runtime.clock(), state, new FileJournal(journal));
  }

  Instant now() {
    return clock.instant();
  }

  GrantStore of(Client client) {
    return new GrantStore(client.key(), state, journal, unkept, new Demands(client.key(), demands));
  }
}
