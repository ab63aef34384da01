package dev.tokenward.examples.demo;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Who plays a part: the emulator in this process, the vault in its own, and their client. */
record Stage(
    DemoFolder folder, Upstream upstream, RunnableJar jar, VaultProcess vault, Client client)
    implements AutoCloseable {

  /** Starts everything; the vault's virtual machine takes {@code jvmOptions}. */
  static Stage open(RunnableJar jar, List<String> jvmOptions)
      throws IOException, InterruptedException {
    DemoFolder folder = DemoFolder.create();
    Upstream upstream = new Upstream();
    try {
      String callerSecret = "ci-" + UUID.randomUUID() + UUID.randomUUID();
      Client client = Client.create(folder.client(), upstream, callerSecret);
      int port = VaultProcess.freePort();
      VaultFiles.write(folder.vault(), port, upstream, callerSecret);
      VaultProcess vault = VaultProcess.start(jar, folder.vault(), port, jvmOptions);
      return new Stage(folder, upstream, jar, vault, client);
    } catch (IOException | InterruptedException | RuntimeException e) {
      upstream.close();
      folder.close();
      throw e;
    }
  }

  /** Ends the processes and removes the folder. */
  @Override
  public void close() throws IOException {
    vault.close();
    upstream.close();
    folder.close();
  }
}
