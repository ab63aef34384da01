package dev.tokenward.vault.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. */
@FunctionalInterface
public interface NameLookup {

  /** Asks the platform's resolver. */
  NameLookup PLATFORM = host -> List.of(InetAddress.getAllByName(host));

  /**
   * The addresses of {@code host}: a name, or the text of an address. May block.
   *
   * @throws UnknownHostException when there are none
   */
  List<InetAddress> addresses(String host) throws UnknownHostException;
}
