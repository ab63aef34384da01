package dev.tokenward.vault.api;

import io.javalin.Javalin;
import java.lang.reflect.Field;
import java.time.Duration;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;

/** What tests have to know of the server and nobody else needs to. */
public final class Inside {

  private Inside() {}

  static Javalin javalin(VaultServer server) {
    try {
      Field field = VaultServer.class.getDeclaredField("javalin");
      field.setAccessible(true);
      return (Javalin) field.get(server);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("VaultServer has another shape now", e);
    }
  }

  /** Lets a stop not wait a second for connections that this test's client keeps open. */
  public static void hangUpAtOnce(VaultServer server) {
    for (Connector each : javalin(server).jettyServer().server().getConnectors()) {
      ((AbstractConnector) each).setShutdownIdleTimeout(1);
    }
  }

  /** Cuts requests off that have not ended this long after a stop. */
  public static void cutOffAfter(Duration time, VaultServer server) {
    javalin(server).jettyServer().server().setStopTimeout(time.toMillis());
  }
}
