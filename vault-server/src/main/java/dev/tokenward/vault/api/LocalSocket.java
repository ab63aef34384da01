package dev.tokenward.vault.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * The door for whoever runs the vault: a Unix socket in its state directory, at which the system
 * says which user connected. Requests at any other listener never pass through here.
 */
final class LocalSocket {

  /** What the system takes as the address of a socket (sockaddr_un). */
  static final int LONGEST_PATH = UnixDomainServerConnector.MAX_UNIX_DOMAIN_PATH_LENGTH;

  private static final System.Logger LOG = System.getLogger(LocalSocket.class.getName());
  private static final String OWN_USER = LocalSocket.class.getName() + ".ownUser";

  /** Who is at the other end of a connection. */
  @FunctionalInterface
  interface Peer {

    /** What the system says: the user at the moment of connecting. */
    Peer PLATFORM = channel -> channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();

    UserPrincipal user(SocketChannel connection) throws IOException;
  }

  private final Path path;
  private final Peer peer;
  private volatile @Nullable UserPrincipal owner;

  LocalSocket(Path path, Peer peer) {
    this.path = path;
    this.peer = peer;
  }

  /** Whether the user that runs the vault sent this request, and sent it here. */
  static boolean fromOwnUser(Context ctx) {
    return Boolean.TRUE.equals(ctx.attribute(OWN_USER));
  }

  /** Listens. Where that cannot be, the log says why, and the vault goes on without. */
  void open(Server server) {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH) {
      goOnWithout("its path has " + length + " bytes, and the system takes " + LONGEST_PATH);
      return;
    }
    UnixDomainServerConnector connector = connector(server);
    try {
      listen(server, connector);
    } catch (Exception e) {
      server.removeConnector(connector);
      goOnWithout("it cannot be opened (" + e.getClass().getSimpleName() + ")");
    }
  }

  private UnixDomainServerConnector connector(Server server) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.addCustomizer(this::mark);
    UnixDomainServerConnector connector =
        new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setUnixDomainPath(path);
    return connector;
  }

  /** A file that is there is stale: the state directory is held by one vault at a time. */
  private void listen(Server server, UnixDomainServerConnector connector) throws Exception {
    Files.deleteIfExists(path);
    server.addConnector(connector);
    server.manage(connector);
    connector.start();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    owner = Files.getOwner(path);
  }

  private void goOnWithout(String why) {
    LOG.log(
        System.Logger.Level.WARNING,
        "There is no local sign-in at {0}: {1}. Name a stateDir with a shorter path, or use the"
            + " commands with --url and --secret-file.",
        path,
        why);
  }

  private Request mark(Request request, HttpFields.Mutable responseHeaders) {
    if (isOwnUser(request)) {
      request.setAttribute(OWN_USER, true);
    }
    return request;
  }

  private boolean isOwnUser(Request request) {
    Object channel = request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
    try {
      return channel instanceof SocketChannel socket && peer.user(socket).equals(owner);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.log(System.Logger.Level.WARNING, "The system does not say who connects to {0}", path);
      return false;
    }
  }
}
