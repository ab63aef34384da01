package dev.tokenward.vault.config;

import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.Ambient.DeclaredFile;
import dev.tokenward.vault.upstream.Destinations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code ambient}: what of this machine may be named from outside the file (S3). Confined.
 */
final class AmbientReader {

  private final References references;
  private final Map<String, DeclaredFile> files = new HashMap<>();
  private final Map<String, String> identities = new HashMap<>();

  AmbientReader(References references) {
    this.references = references;
  }

  Ambient read(Section sections) {
    sections.named().forEach(this::read);
    return new Ambient(files, identities, true);
  }

  private void read(String name, Section section) {
    Optional<Setting> file = section.optional("file");
    Optional<Setting> identity = section.optional("managedIdentity");
    Optional<Setting> to = section.optional("to");
    section.refuseOthers();
    if (file.isPresent() && identity.isPresent()) {
      section.place().problem("Give one of file and managedIdentity: each name means one thing.");
    }
    if (to.isPresent() && file.isEmpty()) {
      section.place().problem("to says where what a file holds may be sent. Remove it.");
    }
    List<String> origins = to.map(ConfigReader::destinations).orElse(Destinations.IDENTITY_HOSTS);
    file.flatMap(references::file)
        .ifPresent(path -> files.put(name, new DeclaredFile(path, origins)));
    identity.flatMap(AmbientReader::identity).ifPresent(text -> identities.put(name, text));
  }

  /** Which of the host's identities, or what of the host tells of one; empty text for its own. */
  private static Optional<String> identity(Setting setting) {
    Optional<String> text = setting.text();
    if (text.filter("false"::equals).isPresent()) {
      setting.problem("What is not declared cannot be named. Remove this entry.");
      return Optional.empty();
    }
    return text.map(each -> each.equals("true") ? "" : each);
  }
}
