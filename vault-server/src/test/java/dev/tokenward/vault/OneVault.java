package dev.tokenward.vault;

import dev.tokenward.testkit.Emulator;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share one vault, and the emulator that it sends to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OneVault {

  protected final Emulator emulator = Emulator.start();
  protected TestVault vault;

  @BeforeAll
  void startVault(@TempDir Path folder) throws IOException {
    vault = vault(folder);
  }

  /** The vault, started. */
  protected TestVault vault(Path folder) throws IOException {
    return TestVault.start(emulator, folder);
  }

  @AfterAll
  void stopVault() {
    vault.close();
    emulator.close();
  }
}
