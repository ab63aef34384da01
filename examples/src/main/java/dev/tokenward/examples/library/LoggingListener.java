package dev.tokenward.examples.library;

import dev.tokenward.core.TokenEvent;
import dev.tokenward.core.TokenListener;
import java.lang.System.Logger.Level;

/** Writes a line for everything that happens to tokens; no event holds a token's text. */
public final class LoggingListener implements TokenListener {

  private static final System.Logger LOG = System.getLogger(LoggingListener.class.getName());

  @Override
  public void on(TokenEvent event) {
    if (event instanceof TokenEvent.Acquired acquired) {
      LOG.log(
          Level.INFO,
          "{0}: token {1} acquired in {2}, good until {3}",
          acquired.request(),
          acquired.tokenId(),
          acquired.took(),
          acquired.expiresAt());
    } else if (event instanceof TokenEvent.RefreshFailed failed) {
      LOG.log(
          Level.WARNING,
          "{0}: failure {1} in a row, {2}; next attempt in {3}",
          failed.request(),
          failed.failures(),
          failed.reason(),
          failed.pause());
    } else {
      LOG.log(Level.DEBUG, event);
    }
  }
}
