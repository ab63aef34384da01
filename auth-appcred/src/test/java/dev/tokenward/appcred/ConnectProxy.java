package dev.tokenward.appcred;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy on loopback as companies have one at their border: it tunnels TLS (RFC 9110, 9.3.6). */
final class ConnectProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> targets = new CopyOnWriteArrayList<>();

  ConnectProxy() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /** Where it was asked to connect to. */
  List<String> targets() {
    return targets;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String target = head(client.getInputStream()).split(" ", 3)[1];
      targets.add(target);
      int colon = target.lastIndexOf(':');
      try (Socket server =
          new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
        client
            .getOutputStream()
            .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        threads.execute(() -> pass(server, client));
        pass(client, server);
      }
    } catch (IOException e) {
      // One of the two hung up.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The client hung up");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of the two hung up.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
