package dev.tokenward.examples.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * The vault's own command line, which ends when standard input does. The demo holds the other end:
 * however the demo dies, the vault does not outlive it.
 */
public final class ChildVault {

  private ChildVault() {}

  /** Takes the arguments of {@code tokenward}. */
  public static void main(String[] args) {
    Thread watch = new Thread(ChildVault::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    dev.tokenward.vault.Main.main(args);
  }

  private static void endWithParent() {
    try (InputStream held = System.in) {
      held.transferTo(OutputStream.nullOutputStream());
      System.exit(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
