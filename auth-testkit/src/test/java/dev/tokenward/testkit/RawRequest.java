package dev.tokenward.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request sent byte for byte, because HTTP clients tidy up what they are given. */
final class RawRequest {

  private final Emulator emulator;

  RawRequest(Emulator emulator) {
    this.emulator = emulator;
  }

  /** Sends a request without a body and returns the whole answer. */
  String send(String methodAndTarget, String header) throws IOException {
    URI url = URI.create(emulator.url());
    String head =
        "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: 0\r\n%s\r\n\r\n"
            .formatted(methodAndTarget, url.getAuthority(), header);
    try (Socket socket =
        emulator.sslContext().getSocketFactory().createSocket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
