package dev.tokenward.appcred;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An app of an emulated Entra ID, whose key and certificate are in a file. */
record KeyFile(Emulator emulator, EntraApp app, Path folder) {

  private static final String TENANT = "contoso.onmicrosoft.com";

  /** A new app, with no certificate yet. */
  static KeyFile of(Emulator emulator, Path folder) {
    return new KeyFile(emulator, emulator.entra().app(TENANT), folder);
  }

  /** The file, with {@code content} in it. */
  Path holding(byte[] content) throws IOException {
    return Files.write(folder.resolve("app.key"), content);
  }

  /** The app by {@code file}, which needs no passphrase. */
  AppCredentials.Builder unlocked(Path file) {
    return AppCredentials.clientCertificate(emulator.authority(TENANT), app.clientId(), file);
  }

  /** The app by {@code file}, which {@code passphrase} is to open. */
  AppCredentials.Builder locked(Path file, String passphrase) {
    return unlocked(file).secret("passphrase", Secret.of(passphrase));
  }

  /** The app by the same as a secret. */
  AppCredentials.Builder locked(Secret certificate, String passphrase) {
    return AppCredentials.clientCertificate(emulator.authority(TENANT), app.clientId(), certificate)
        .secret("passphrase", Secret.of(passphrase));
  }

  /** In the system's time, as MSAL4J signs. */
  CachingTokenSource open(AppCredentials.Builder builder) {
    return builder.runtime(TokenRuntime.system().withHttp(Emulated.tls(emulator))).open();
  }
}
