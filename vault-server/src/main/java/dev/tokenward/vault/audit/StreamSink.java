package dev.tokenward.vault.audit;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Lines to a stream, such as standard output. The stream's reader decides what lasts; nothing that
 * was written can be taken back, so after a failure the reader may hold a torn line.
 */
final class StreamSink implements AuditSink {

  private final OutputStream stream;

  StreamSink(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public void append(byte[] lines, ChainHead head) throws IOException {
    stream.write(lines);
    stream.flush();
  }

  @Override
  public void repair() throws IOException {
    stream.write('\n');
  }

  @Override
  public void close() throws IOException {
    stream.flush();
  }
}
