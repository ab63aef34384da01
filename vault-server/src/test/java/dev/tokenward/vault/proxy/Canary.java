package dev.tokenward.vault.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A port of loopback where nobody may ever knock. */
final class Canary implements AutoCloseable {

  private final ServerSocketChannel channel;

  Canary() throws IOException {
    channel = ServerSocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel.configureBlocking(false);
  }

  String authority() throws IOException {
    return "127.0.0.1:" + port();
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** Whether a connection has been made. The kernel has it queued before its maker goes on. */
  boolean disturbed() throws IOException {
    try (SocketChannel visitor = channel.accept()) {
      return visitor != null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
