package dev.tokenward.core.spi;

import dev.tokenward.core.Secret;

/**
 * The steps by which one credential's secret is replaced: create, prove, switch, retire. A kind
 * supplies them, or whoever replaces a secret by hand: then {@link #create} gives the secret that
 * was handed in and {@link #discard} has nothing to do upstream.
 *
 * <p>{@link dev.tokenward.core.state.Rotation} calls them in order and remembers where it is. Every
 * step but {@link #create} may be repeated, after it succeeded too, and then does no more harm than
 * once. Each ends well within the rotation's limit, and throws {@link
 * dev.tokenward.core.TokenException} where it fails: retryable, if the same may succeed later.
 */
public interface Rotatable {

  /** The secret that is given to users now, and who it is upstream. */
  InUse inUse();

  /**
   * Makes a new secret beside the one in use. Never called twice with the same {@code attempt}; a
   * kind writes it into the name that the secret has upstream, so that {@link #discard} finds it
   * when the answer was lost.
   *
   * @throws dev.tokenward.core.TokenException not retryable, where a secret handed in was lost
   *     because the process ended before it was kept
   */
  Issued create(String attempt);

  /**
   * Uses the new secret upstream for something harmless.
   *
   * @return who that was, in the words of {@link InUse#identity()}
   * @throws dev.tokenward.core.TokenException where upstream does not take it, perhaps not yet
   */
  String prove(Issued issued);

  /**
   * Puts {@code issued} in the place of the secret {@code replaced}, durably. Does nothing where it
   * is there already, or another one is. On return nobody is given the old one any more.
   */
  void use(Issued issued, String replaced);

  /** Ends the secret {@code id} upstream. One that has ended, or never was, counts as success. */
  void retire(String id);

  /** Ends whatever {@link #create} made upstream for {@code attempt}, if it made anything. */
  void discard(String attempt);

  /**
   * The secret in use.
   *
   * @param id its name upstream, such as a key id; or any name that no other secret here has
   * @param identity the upstream identity and organization: what a new secret must share
   */
  record InUse(String id, String identity) {}

  /**
   * A new secret.
   *
   * @param id its name upstream, other than that of the one in use
   */
  record Issued(String id, Secret secret) {}
}
