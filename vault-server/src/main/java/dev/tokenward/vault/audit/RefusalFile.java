package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Lines to a file of bounded size. A full one is renamed, and the one that had that name before is
 * dropped. The disk's last room is left to the chain. Used by one thread at a time.
 */
final class RefusalFile implements RefusalSink {

  /** How long each of the two files may become. */
  static final long MOST_BYTES = 8L * 1024 * 1024;

  private final Path path;
  private final Path older;
  private final long mostBytes;

  /**
   * The files beside an audit file: {@code audit-refusals.jsonl} and {@code
   * audit-refusals-older.jsonl} for {@code audit.jsonl}.
   */
  RefusalFile(Path auditFile, long mostBytes) {
    this.path = ChainFiles.beside(auditFile, "-refusals");
    this.older = ChainFiles.beside(auditFile, "-refusals-older");
    this.mostBytes = mostBytes;
  }

  @Override
  public void append(byte[] lines) throws IOException {
    if (Files.exists(path) && Files.size(path) + lines.length > mostBytes) {
      Files.move(path, older, StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.getFileStore(path.toAbsolutePath().resolveSibling("")).getUsableSpace()
        < 2 * mostBytes) {
      throw new IOException("what room is left is for the audit file");
    }
    try (FileChannel channel = AuditFile.channel(path)) {
      ByteBuffer buffer = ByteBuffer.wrap(lines, 0, (int) Math.min(lines.length, mostBytes));
      channel.position(channel.size());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
