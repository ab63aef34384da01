package dev.tokenward.vault.audit;

import java.io.IOException;

/** An audit file on a disk that has no room left as soon as a test says so. */
final class FullDisk implements AuditSink {

  private final AuditSink file;
  private int room = Integer.MAX_VALUE;

  FullDisk(AuditSink file) {
    this.file = file;
  }

  /** Room for so many writes. */
  void room(int writes) {
    room = writes;
  }

  @Override
  public void append(byte[] lines, ChainHead head) throws IOException {
    if (room == 0) {
      throw new IOException("No space left on device");
    }
    room--;
    file.append(lines, head);
  }

  @Override
  public void repair() throws IOException {
    file.repair();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
