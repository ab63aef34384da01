package dev.tokenward.vault.config;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.config.VaultConfig.ConfiguredCaller;
import java.util.List;
import java.util.Optional;

/** Reads {@code callers}: each has one secret, or two while one replaces the other. */
final class CallerReader {

  private static final int LEAST_CHARACTERS = 20;

  private final References references;

  CallerReader(References references) {
    this.references = references;
  }

  List<ConfiguredCaller> read(Section sections) {
    return sections.named().entrySet().stream()
        .map(entry -> new ConfiguredCaller(entry.getKey(), secrets(entry.getValue())))
        .toList();
  }

  private List<Secret> secrets(Section section) {
    Optional<Setting> several = section.optional("secrets");
    Optional<Setting> single =
        section.has("secrets")
            ? section.optional("secret")
            : section.required("secret", "Write secret: file:PATH or secret: env:NAME.");
    section.refuseOthers();
    if (single.isPresent() && several.isPresent()) {
      section.place().problem("Give either secret or secrets, not both.");
    }
    List<Setting> listed = several.map(Setting::list).orElse(List.of());
    if (listed.size() > 2) {
      section.at("secrets").problem("Keep two: the one in use and the one that replaces it.");
    }
    return (listed.isEmpty() ? single.stream() : listed.stream())
        .flatMap(setting -> secret(setting).stream())
        .toList();
  }

  private Optional<Secret> secret(Setting setting) {
    Optional<String> text = references.text(setting);
    if (text.filter(each -> each.length() < LEAST_CHARACTERS).isPresent()) {
      setting.problem(
          "This secret is shorter than "
              + LEAST_CHARACTERS
              + " characters and could be guessed. Make one with: openssl rand -hex 32");
    } else if (text.filter(each -> !each.chars().allMatch(CallerReader::printable)).isPresent()) {
      setting.problem(
          "This secret holds spaces, line ends or letters beyond ASCII, which clients send in"
              + " different ways. Make one with: openssl rand -hex 32");
    }
    return text.map(Secret::of);
  }

  private static boolean printable(int character) {
    return character > ' ' && character < 0x7f;
  }
}
