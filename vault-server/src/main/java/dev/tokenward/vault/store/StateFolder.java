package dev.tokenward.vault.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directory of everything that a vault writes, held by one vault at a time. */
final class StateFolder implements AutoCloseable {

  /** How the file systems call themselves that other machines may write to at the same time. */
  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "afs",
          "ceph",
          "glusterfs",
          "fuse.sshfs",
          "fuse.glusterfs",
          "lustre",
          "ocfs2",
          "gfs2",
          "webdav",
          "davfs");

  private final Path path;
  private final Closeable lock;

  private StateFolder(Path path, Closeable lock) {
    this.path = path;
    this.lock = lock;
  }

  /** How a directory's file system calls itself. */
  @FunctionalInterface
  interface FileSystems {

    /** The platform's own answer. */
    FileSystems PLATFORM =
        folder -> {
          FileStore store = Files.getFileStore(folder);
          return store.type();
        };

    String type(Path folder) throws IOException;
  }

  /**
   * Takes the directory, and makes it where there is none.
   *
   * @throws StoreException for {@code UNAVAILABLE}, saying what to do; nothing was touched
   */
  static StateFolder take(Path path, FileSystems systems) {
    make(path);
    try {
      requireLocal(path, systems.type(path));
      if (!Files.isWritable(path)) {
        throw StoreException.unusable(
            "The vault may not write to its state directory "
                + path
                + ". Give it to the user that runs the vault.");
      }
      return new StateFolder(path, lock(path));
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** Whether a vault, or a command that needs the directory to itself, holds it. */
  static boolean held(Path path) {
    try {
      lock(path).close();
      return false;
    } catch (StoreException e) {
      return true;
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** The directory of a vault that may be running, without holding it. */
  static StateFolder beside(Path path) {
    return new StateFolder(path, () -> {});
  }

  private static StoreException unusable(Path path, IOException e) {
    return StoreException.unusable(
        "The state directory "
            + path
            + " cannot be used ("
            + e.getClass().getSimpleName()
            + "). Name a directory that the user who runs the vault may make and write to.");
  }

  /** Makes the directory where there is none. */
  static void make(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw StoreException.unusable(
          "The state directory " + path + " is no directory. Name another.");
    }
    try {
      Files.createDirectories(path, mode(path, "rwx------"));
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  static boolean network(String type) {
    return NETWORK.contains(type.toLowerCase(Locale.ROOT));
  }

  private static void requireLocal(Path path, String type) {
    if (network(type)) {
      throw StoreException.unusable(
          "The state directory "
              + path
              + " is on a network file system ("
              + type
              + "), where locks and forced writes do not hold what they promise. Name a directory"
              + " on a disk of this machine.");
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    Path beside = path.resolve("vault.lock");
    FileChannel channel =
        FileChannel.open(
            beside,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            mode(path, "rw-------"));
    if (!locked(channel)) {
      channel.close();
      throw StoreException.unusable(
          "Another vault uses the state directory " + path + ". Stop it, or name another.");
    }
    return channel;
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The permissions of a new file or directory; none where the system has none. */
  static FileAttribute<?>[] mode(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  Path file(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw StoreException.unusable("The state directory " + path + " could not be let go.");
    }
  }
}
