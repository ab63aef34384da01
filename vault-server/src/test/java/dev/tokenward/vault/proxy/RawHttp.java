package dev.tokenward.vault.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** HTTP as plain text over a socket, for what no client would send. */
final class RawHttp implements AutoCloseable {

  private final Socket socket;

  private RawHttp(Socket socket) {
    this.socket = socket;
  }

  static RawHttp to(ProxiedVault vault) throws IOException {
    return new RawHttp(new Socket(InetAddress.getLoopbackAddress(), vault.port()));
  }

  /** One exchange on a connection of its own. */
  static String exchange(ProxiedVault vault, String requestLine, String... headers)
      throws IOException {
    try (RawHttp connection = to(vault)) {
      connection.send(head(requestLine, "Host: 127.0.0.1:" + vault.port(), headers));
      return connection.all();
    }
  }

  static String head(String requestLine, String host, String... headers) {
    String rest = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return requestLine + " HTTP/1.1\r\n" + host + "\r\nConnection: close\r\n" + rest + "\r\n";
  }

  static String basic(String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(("any:" + password).getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Everything until the server closes, or cuts off. */
  String all() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Everything up to and with {@code end}. */
  String until(String end) throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      read.append((char) next);
      if (read.toString().endsWith(end)) {
        return read.toString();
      }
    }
    throw new IOException("The connection ended after: " + read);
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
