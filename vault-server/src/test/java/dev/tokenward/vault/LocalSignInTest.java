package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the socket of its state directory, a vault knows the user that runs it; nobody else. */
class LocalSignInTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private TestVault vault;

  @BeforeEach
  void start() {
    vault = TestVault.kept(emulator, folder, TokenRuntime.system());
  }

  @AfterEach
  void stop() {
    vault.close();
    emulator.close();
  }

  private Path socket() {
    return folder.resolve("state/api.sock");
  }

  @Test
  void ownUser_isAdmin() throws IOException {
    assertThat(request(socket(), "/v1/callers", "")).startsWith("HTTP/1.1 200").contains("admin");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo("rw-------");
  }

  @Test
  void ownUser_withAWrongProof_isNobody() throws IOException {
    assertThat(request(socket(), "/v1/callers", "Authorization: Bearer x\r\n"))
        .startsWith("HTTP/1.1 401");
  }

  @Test
  void ownUser_isNobodyForTheProxy() throws IOException {
    assertThat(request(socket(), "/proxy/ado/acme/_apis/projects", "")).startsWith("HTTP/1.1 401");
  }

  @Test
  void hostOfAnother_isRefusedHereToo() throws IOException {
    assertThat(exchange(socket(), "GET /v1/callers HTTP/1.1\r\nHost: a.example\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
  }

  @Test
  void tcp_knowsNobodyWithoutProof() throws Exception {
    assertThat(vault.send(vault.request("/v1/callers")).statusCode()).isEqualTo(401);
    assertThat(
            vault.raw("GET /v1/callers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
  }

  @Test
  void anotherUser_isNobody() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/setpriv")))
        .as("setpriv is there to become another user")
        .isTrue();
    assumeThat(Files.getOwner(folder).getName())
        .as("root can become another user")
        .isEqualTo("root");
    assertThat(asNobody()).doesNotContain("HTTP/1.1");
    // Where the modes do not keep others out, the system's word on who connects still does.
    open(folder);
    open(folder.resolve("state"));
    Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(asNobody()).startsWith("HTTP/1.1 401").contains("unauthenticated");
  }

  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private String asNobody() throws IOException, InterruptedException {
    Path classes =
        Path.of(
            LocalSignInTest.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Process nobody =
        new ProcessBuilder(
                List.of(
                    "setpriv",
                    "--reuid=65534",
                    "--regid=65534",
                    "--clear-groups",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    classes.toString(),
                    LocalSignInTest.Knock.class.getName(),
                    socket().toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(nobody.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    nobody.waitFor();
    return said;
  }

  /** Run by another user: asks what only admin is told. */
  static final class Knock {

    public static void main(String[] args) throws IOException {
      System.out.println(request(Path.of(args[0]), "/v1/callers", ""));
    }
  }

  @Test
  void staleSocket_isReplaced() throws IOException {
    vault.close();
    Files.deleteIfExists(socket());
    ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    stale.bind(UnixDomainSocketAddress.of(socket()));
    stale.close();
    assertThat(socket()).exists();
    vault = TestVault.kept(emulator, folder, TokenRuntime.system());
    ownUser_isAdmin();
  }

  @Test
  void longPath_goesOnWithoutLocalSignIn() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(120)));
    try (TestVault there = TestVault.kept(emulator, deep, TokenRuntime.system())) {
      assertThat(there.send("GET", "/v1/callers", TestVault.basic("admin"), "").statusCode())
          .isEqualTo(200);
      assertThat(deep.resolve("state/api.sock")).doesNotExist();
    }
  }

  static String request(Path socket, String path, String headers) throws IOException {
    return exchange(
        socket,
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  }

  static String exchange(Path socket, String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      channel.shutdownOutput();
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
