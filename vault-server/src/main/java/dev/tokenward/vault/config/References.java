package dev.tokenward.vault.config;

import dev.tokenward.core.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Follows what the file refers to. Secrets come by {@code file:PATH}, relative to the configuration
 * file, or {@code env:NAME}; nothing else is a secret here, and the vault's own files never are.
 *
 * <p>A secret file that every user of the machine may read gives a warning and no more: containers
 * mount secrets with mode 0444 into a file system that only the vault sees.
 */
final class References {

  private static final String FILE = "file:";
  private static final String ENVIRONMENT = "env:";

  private final Path directory;
  private final OwnFiles ownFiles;
  private final Surroundings surroundings;

  References(Path directory, OwnFiles ownFiles, Surroundings surroundings) {
    this.directory = directory;
    this.ownFiles = ownFiles;
    this.surroundings = surroundings;
  }

  /** A file by its name, as seen from the configuration file. */
  private Path file(String name) {
    return directory.resolve(name).normalize();
  }

  /** A file that a credential's kind reads, or empty with a problem noted. */
  Optional<Path> file(Setting setting) {
    return setting
        .text()
        .map(this::file)
        .filter(file -> passes(setting, ownFiles.objectionToReading(file)));
  }

  private static boolean passes(Setting setting, Optional<String> objection) {
    objection.ifPresent(setting::problem);
    return objection.isEmpty();
  }

  /** A file of PEM certificates, or empty with a problem noted. */
  Optional<Path> certificates(Setting setting) {
    Optional<Path> file = setting.text().map(this::file);
    file.flatMap(path -> TextFile.read(path, surroundings, setting::problem))
        .filter(Predicate.not(References::holdsCertificate))
        .ifPresent(
            text ->
                setting.problem(
                    "The file "
                        + file.orElseThrow()
                        + " holds no certificate. Give PEM, which begins with -----BEGIN"
                        + " CERTIFICATE-----."));
    return file;
  }

  private static boolean holdsCertificate(String pem) {
    try {
      return !CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
          .isEmpty();
    } catch (CertificateException e) {
      return false;
    }
  }

  /** The secret that {@code setting} refers to, or empty with a problem noted. */
  Optional<Secret> secret(Setting setting) {
    return text(setting).map(Secret::of);
  }

  /** The text of that secret, for those who have to check its form. */
  Optional<String> text(Setting setting) {
    String reference = setting.text().orElse("");
    if (reference.startsWith(FILE)) {
      return ofFile(setting, file(reference.substring(FILE.length())));
    }
    if (reference.startsWith(ENVIRONMENT)) {
      return ofVariable(setting, reference.substring(ENVIRONMENT.length()));
    }
    if (!reference.isEmpty()) {
      setting.problem(
          "No secret stands in this file. Put it into a file or an environment variable and write"
              + " file:PATH or env:NAME here. If it was a real one, replace it.");
    }
    return Optional.empty();
  }

  private Optional<String> ofVariable(Setting setting, String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      setting.problem("After env: comes the name of an environment variable, such as env:ADO_PAT.");
      return Optional.empty();
    }
    Optional<String> value = surroundings.variable(name).filter(Predicate.not(String::isBlank));
    if (value.isEmpty()) {
      setting.problem(
          "The environment variable " + name + " is not set. Set it where the vault starts.");
    }
    return value;
  }

  private Optional<String> ofFile(Setting setting, Path file) {
    if (!passes(setting, ownFiles.objection(file))) {
      return Optional.empty();
    }
    Optional<String> content =
        TextFile.read(file, surroundings, setting::problem).map(References::withoutLineEnd);
    if (content.filter(String::isBlank).isPresent()) {
      setting.problem("The file " + file + " is empty. Write the secret into it.");
      return Optional.empty();
    }
    content.ifPresent(text -> warnIfReadableByOthers(setting, file));
    return content;
  }

  private void warnIfReadableByOthers(Setting setting, Path file) {
    try {
      if (surroundings.readableByOthers(file)) {
        setting.warning(
            "Every user of this machine may read "
                + file
                + ". Unless this is a container, run chmod 600 on it.");
      }
    } catch (IOException e) {
      setting.problem(TextFile.unreadable(file, e));
    }
  }

  private static String withoutLineEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
