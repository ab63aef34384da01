package dev.tokenward.vault.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An environment that a test fills, and files that it adds to the real ones. */
public final class FakeSurroundings implements Surroundings {

  /** Made at run time, so that no scanner takes a fixture for a secret. */
  public static final String SECRET = "s".repeat(40);

  final Map<String, String> variables = new HashMap<>();
  final Map<Path, byte[]> files = new HashMap<>();
  final Set<Path> open = new HashSet<>();

  /** The variables and files that the test configurations name. */
  public static FakeSurroundings filled() {
    FakeSurroundings filled = new FakeSurroundings();
    filled.variables.put("ADO_PAT", SECRET);
    filled.variables.put("CI_SECRET", SECRET);
    filled.variables.put("SHORT", "s".repeat(19));
    filled.variables.put("SPACED", SECRET + " " + SECRET);
    filled.file("/run/secrets/pat", "\uFEFF" + SECRET + "\r\n");
    filled.file("/run/secrets/ci", SECRET + "\n");
    filled.file("/run/secrets/empty", "\n");
    filled.files.put(Path.of("/run/secrets/binary"), new byte[] {(byte) 0xff, 0});
    return filled;
  }

  void file(String path, String content) {
    files.put(Path.of(path), content.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  @Override
  public SecureRandom random() {
    return new SecureRandom();
  }

  @Override
  public byte[] read(Path file) throws IOException {
    byte[] content = files.get(file);
    return content == null ? Files.readAllBytes(file) : content.clone();
  }

  @Override
  public boolean readableByOthers(Path file) {
    return open.contains(file);
  }
}
