package dev.tokenward.vault.config;

import dev.tokenward.core.Secret;
import java.nio.file.Path;
import java.util.List;

/** Where the root keys come from, under which the state directory is kept. */
public sealed interface RootKey {

  /** The same for people: no key, no passphrase, no argument of a command. */
  String origin();

  /** A file that the vault makes where there is none. */
  sealed interface InFile extends RootKey {

    /** The file. */
    Path file();
  }

  /** A file that the vault makes and that only its user may read. */
  record KeyFile(Path file) implements InFile {

    @Override
    public String origin() {
      return "file " + file;
    }
  }

  /** A file that something else puts there. */
  record Mounted(Path file) implements RootKey {

    @Override
    public String origin() {
      return "mounted file " + file;
    }
  }

  /**
   * A program that prints them, run without a shell.
   *
   * @param command the program and its arguments
   */
  record Command(List<String> command) implements RootKey {

    /** Copies the list. */
    public Command {
      command = List.copyOf(command);
    }

    @Override
    public String origin() {
      return "command " + command.get(0);
    }

    @Override
    public String toString() {
      return "Command[" + command.get(0) + "]";
    }
  }

  /** A file that the vault makes, under a passphrase. */
  record Passphrase(Path file, Secret passphrase) implements InFile {

    @Override
    public String origin() {
      return "file " + file + " under a passphrase";
    }
  }
}
