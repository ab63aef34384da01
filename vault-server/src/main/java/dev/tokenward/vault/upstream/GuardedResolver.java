package dev.tokenward.vault.upstream;

import dev.tokenward.vault.access.RefusedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a host for every new connection, and gives the client only addresses that passed: what
 * was checked is what is dialled, so a name that changes its mind in between gains nothing.
 */
final class GuardedResolver implements SocketAddressResolver {

  private final Destinations destinations;
  private final NameLookup lookup;
  private final Executor executor;

  GuardedResolver(Destinations destinations, NameLookup lookup, Executor executor) {
    this.destinations = destinations;
    this.lookup = lookup;
    this.executor = executor;
  }

  @Override
  public void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    // A lookup blocks, and the caller may be a thread that must not.
    executor.execute(() -> resolve(host, port, promise));
  }

  private void resolve(String host, int port, Promise<List<InetSocketAddress>> promise) {
    List<InetSocketAddress> checked;
    try {
      checked = checked(host, port);
    } catch (UnknownHostException | RuntimeException e) {
      promise.failed(e);
      return;
    }
    promise.succeeded(checked);
  }

  private List<InetSocketAddress> checked(String host, int port) throws UnknownHostException {
    destinations.require(host, port);
    List<InetSocketAddress> passed = new ArrayList<>();
    RefusedException refusal = null;
    for (InetAddress address : lookup.addresses(withoutBrackets(host))) {
      try {
        destinations.require(host, address, port);
        passed.add(named(host, address, port));
      } catch (RefusedException e) {
        refusal = e;
      }
    }
    return orThrow(passed, refusal, host);
  }

  private static List<InetSocketAddress> orThrow(
      List<InetSocketAddress> passed, @Nullable RefusedException refusal, String host)
      throws UnknownHostException {
    if (!passed.isEmpty()) {
      return passed;
    }
    if (refusal != null) {
      throw refusal;
    }
    throw new UnknownHostException(host);
  }

  // TLS proves the name that the address carries, so it has to carry the one that was asked for.
  private static InetSocketAddress named(String host, InetAddress address, int port)
      throws UnknownHostException {
    String name = withoutBrackets(host);
    return new InetSocketAddress(InetAddress.getByAddress(name, address.getAddress()), port);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
