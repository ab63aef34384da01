package dev.tokenward.examples.demo;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The vault as it is delivered, found where this repository's build puts it, and how to run it. */
record RunnableJar(Path path) {

  /** Of this build. */
  static RunnableJar ofBuild() {
    Path repository = ownCode().resolve("../../..").normalize();
    return new RunnableJar(repository.resolve("vault-server/target/tokenward.jar"));
  }

  /** Its path, short where the demo runs in the repository. */
  String shown() {
    Path here = Path.of("").toAbsolutePath();
    return (path.startsWith(here) ? here.relativize(path) : path).toString();
  }

  /** A command line of the jar. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(java(), "-jar", path.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The same by way of {@link ChildVault}. */
  List<String> child(List<String> jvmOptions, String... arguments) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          "There is no " + path + "; build it with mvn -DskipTests package");
    }
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", path + File.pathSeparator + ownCode()));
    command.add(ChildVault.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The jar or the folder that this class is from: {@code examples/target/...}. */
  private static Path ownCode() {
    try {
      return Path.of(RunnableJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
