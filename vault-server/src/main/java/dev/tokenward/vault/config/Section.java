package dev.tokenward.vault.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keys of the file that belong together. It remembers which keys were asked for, so that {@link
 * #refuseOthers()} knows the rest. Confined.
 */
final class Section {

  private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

  private final Setting place;
  private final Map<String, YamlNode> entries;
  private final Set<String> known = new TreeSet<>();

  Section(Setting place, Map<String, YamlNode> entries) {
    this.place = place;
    this.entries = entries;
  }

  Optional<Setting> optional(String key) {
    known.add(key);
    YamlNode node = entries.get(key);
    if (node == null) {
      return Optional.empty();
    }
    Setting setting = setting(key, node);
    if (node instanceof YamlNode.Nothing) {
      setting.problem("This key has no value. Give one, or remove the key.");
      return Optional.empty();
    }
    return Optional.of(setting);
  }

  Optional<Setting> required(String key, String help) {
    Optional<Setting> setting = optional(key);
    if (!entries.containsKey(key)) {
      place.problem("The key " + key + " is missing. " + help);
    }
    return setting;
  }

  /** The keys below a key that must be there; none, with a problem noted, where it is not. */
  Section required(String key) {
    return required(key, "The vault needs credentials, callers and policies.")
        .flatMap(Setting::section)
        .orElseGet(() -> new Section(at(key), Map.of()));
  }

  /** The keys below a key; none where it is left out. */
  Section orNone(String key) {
    return within(key).orElseGet(() -> new Section(at(key), Map.of()));
  }

  /** The keys below a key that may be left out. */
  Optional<Section> within(String key) {
    return optional(key).flatMap(Setting::section);
  }

  /** The one key that may stand here. */
  Optional<Setting> only(String key) {
    Optional<Setting> setting = optional(key);
    refuseOthers();
    return setting;
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The keys as names that the operator gave, with what stands below each. */
  Map<String, Section> named() {
    Map<String, Section> named = new LinkedHashMap<>();
    entries.forEach(
        (name, node) -> {
          Setting setting = setting(name, node);
          if (!name.matches(NAME)) {
            setting.problem(
                "This is no name. Use up to 63 lower-case letters, digits and hyphens, beginning"
                    + " with a letter or digit.");
          }
          setting.section().ifPresent(section -> named.put(name, section));
        });
    return named;
  }

  /** The same names, with those whose content is wrong. */
  Set<String> names() {
    return entries.keySet();
  }

  /** A key's place, or the place where it would stand. */
  Setting at(String key) {
    return setting(key, entries.getOrDefault(key, place.node()));
  }

  Setting place() {
    return place;
  }

  /** Notes every key that nothing asked for. */
  void refuseOthers() {
    entries.forEach(
        (key, node) -> {
          if (!known.contains(key)) {
            setting(key, node)
                .problem(
                    "There is no such key here."
                        + DidYouMean.among(known, key)
                        + " Known keys: "
                        + String.join(", ", known)
                        + ".");
          }
        });
  }

  private Setting setting(String key, YamlNode node) {
    String path = place.path().isEmpty() ? key : place.path() + "." + key;
    return new Setting(path, node, place.problems());
  }
}
