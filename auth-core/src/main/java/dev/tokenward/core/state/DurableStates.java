package dev.tokenward.core.state;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;
import java.nio.file.Path;

/** Opens {@link DurableState} in memory, in a file, or in a place of the caller's. */
public final class DurableStates {

  private DurableStates() {}

  /** State that ends with this object. Claims by the runtime's clock and chance. */
  public static DurableState inMemory(TokenRuntime runtime) {
    return new ClaimedRows(new MemoryRows(runtime.clock()), runtime.random());
  }

  /**
   * State in one small file, which any number of processes and threads of one machine may share.
   *
   * <p>The file is replaced as a whole with every change and is made readable by its owner alone
   * where the file system knows owners; its values are not encrypted. Beside it, {@code file.lock}
   * keeps users apart and {@code file.tmp} is the next content. The directory must exist, and must
   * not be on a network file system. A file that is torn, was edited, or comes from a newer version
   * is never overwritten.
   *
   * <p>An interrupt of the calling thread may make a call fail as unavailable.
   *
   * @throws DurableState.UnavailableException when the directory does not exist
   */
  public static DurableState inFile(Path file, TokenRuntime runtime) {
    return new ClaimedRows(FileRows.open(file, runtime.clock(), new LocalDisk()), runtime.random());
  }

  /** State in a place of the caller's, such as a database. Chance comes from the runtime. */
  public static DurableState in(StatePlace place, TokenRuntime runtime) {
    return new ClaimedRows(new PlacedRows(place), runtime.random());
  }
}
