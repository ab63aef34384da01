package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines to a file, each batch forced to disk. Writes only behind what it knows to be durable, and
 * only while the file is still the one it opened and holds nothing that others wrote.
 *
 * <p>A file that was removed or moved away is begun anew, and the chain goes on in it. A file that
 * others changed or put in its place is left alone until someone moves it away: it may be evidence.
 */
final class AuditFile implements AuditSink {

  private final Path path;
  private final long maxBytes;
  private final FileChannel lock;
  private FileChannel channel;
  private @Nullable Object key;
  private AuditTail tail;
  private ChainHead begin;
  private boolean torn;

  private AuditFile(
      Path path, long maxBytes, FileChannel lock, FileChannel channel, ChainHead begin)
      throws IOException {
    this.path = path;
    this.maxBytes = maxBytes;
    this.lock = lock;
    this.channel = channel;
    this.key = fileKey(path);
    AuditTail found = AuditTail.read(channel, path);
    this.tail = found.size() == 0 ? new AuditTail(begin, 0, found.torn()) : found;
    this.torn = tail.torn() > 0;
    this.begin = readBegin();
  }

  /**
   * Opens a file, or makes it, and holds it against other vaults.
   *
   * @param maxBytes from which size on it is full, and the chain continues in a new one
   * @param begin what a file without records is to continue
   * @throws IOException saying what to do, when it cannot be continued
   */
  static AuditFile open(Path path, long maxBytes, ChainHead begin) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException("The audit file " + path + " is no ordinary file. Name another.");
    }
    if (!Files.isWritable(path.toAbsolutePath().resolveSibling(""))) {
      throw new IOException(
          "The audit file "
              + path
              + " needs a directory that exists and that the vault may write to.");
    }
    FileChannel lock = lock(path);
    try {
      return new AuditFile(path, maxBytes, lock, channel(path), begin);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Held beside the file: locks on the file itself would end when anything here closes it. */
  private static FileChannel lock(Path path) throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".lock");
    FileChannel lock = channel(beside);
    if (!locked(lock)) {
      lock.close();
      throw new IOException(
          "Another vault writes the audit file " + path + ". Stop it, or name another file.");
    }
    return lock;
  }

  private static boolean locked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Opens a file, or makes it for the vault and its group alone. */
  static FileChannel channel(Path path) throws IOException {
    boolean fresh = Files.notExists(path);
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] permissions =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
            }
            : new FileAttribute<?>[0];
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            permissions);
    if (fresh && posix) {
      forceDirectory(path.toAbsolutePath().resolveSibling(""));
    }
    return channel;
  }

  /** A new name lasts only once its directory was forced, too. */
  static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private ChainHead readBegin() throws IOException {
    byte[] first = new RecordSearch(channel, tail.size()).line(0);
    return tail.size() == 0 ? tail.head() : ChainCheck.before(first).orElse(ChainHead.START);
  }

  /** Where the chain ended when the file was opened, and what was torn behind it. */
  AuditTail tail() {
    return tail;
  }

  @Override
  public void append(byte[] lines, ChainHead head) throws IOException {
    if (channel.size() != tail.size()) {
      throw new IOException("something else changed the audit file " + path);
    }
    if (tail.size() >= maxBytes) {
      beginNext();
    }
    torn = true;
    ByteBuffer buffer = ByteBuffer.wrap(lines);
    long position = tail.size();
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
    channel.force(false);
    // After the force: what is acknowledged was in the file that this name leads to.
    if (!inPlace()) {
      throw new IOException("the audit file " + path + " was removed or replaced");
    }
    tail = new AuditTail(head, position, 0);
    torn = false;
  }

  /** Whatever of it fails, {@link #repair} finds the chain's end again: nothing is written here. */
  private void beginNext() throws IOException {
    Path full = ChainFiles.full(path, begin.seq() + 1, tail.head().seq());
    if (!inPlace()) {
      throw new IOException("the audit file " + path + " was removed or replaced");
    }
    if (Files.exists(full)) {
      throw new IOException("the full audit file would be " + full + "; move that away");
    }
    Files.move(path, full, StandardCopyOption.ATOMIC_MOVE);
    reopen();
  }

  /** What the file's first record continues. */
  ChainHead begin() {
    return begin;
  }

  /** Whether the file, or a full one before it, holds that record, or they begin behind it. */
  boolean holds(ChainHead record) throws IOException {
    return record.equals(tail.head()) || record.equals(begin) || ChainFiles.hold(path, record);
  }

  /** Cuts off what follows a record that it holds, and says so when it is continued. */
  void dropAfter(ChainHead record) throws IOException {
    long kept = new RecordSearch(channel, tail.size()).offset(record.seq() + 1);
    tail = new AuditTail(record, kept, tail.torn() + tail.size() - kept);
    torn = true;
  }

  /** Forgets all records, in a file that is no chain's only place. */
  void clear() throws IOException {
    channel.truncate(0);
    channel.force(true);
    tail = new AuditTail(tail.head(), 0, 0);
  }

  @Override
  public void repair() throws IOException {
    // An interrupt of the writing thread closes the channel, though nothing is wrong with the file.
    if (!channel.isOpen() || !inPlace()) {
      reopen();
    }
    if (torn) {
      channel.truncate(tail.size());
      channel.force(true);
      torn = false;
    }
  }

  private void reopen() throws IOException {
    boolean same = inPlace();
    FileChannel found = channel(path);
    try {
      if (!same) {
        tail = continuedBy(AuditTail.read(found, path));
        torn = false;
      }
    } catch (IOException e) {
      found.close();
      throw e;
    }
    channel.close();
    channel = found;
    key = fileKey(path);
    begin = readBegin();
  }

  private AuditTail continuedBy(AuditTail found) throws IOException {
    boolean fresh = found.size() == 0 && found.torn() == 0;
    if (fresh || found.equals(tail)) {
      return new AuditTail(tail.head(), found.size(), 0);
    }
    throw new IOException(
        "another file took the place of the audit file " + path + "; move it away");
  }

  private boolean inPlace() throws IOException {
    try {
      return Objects.equals(key, fileKey(path));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static @Nullable Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      channel.close();
    }
  }
}
