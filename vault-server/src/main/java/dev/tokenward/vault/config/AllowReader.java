package dev.tokenward.vault.config;

import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.access.Target.Access;
import dev.tokenward.vault.access.Target.Git;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code allow} of a policy. A key that is absent does not narrow. */
final class AllowReader {

  private AllowReader() {}

  static RequestRules read(Section section) {
    RequestRules rules =
        new RequestRules(
            section
                .optional("access")
                .flatMap(setting -> constant(setting, Access.class))
                .orElse(null),
            operations(section),
            names(section, "organizations"),
            names(section, "projects"),
            names(section, "repositories"));
    section.refuseOthers();
    return rules;
  }

  private static @Nullable Set<Git> operations(Section section) {
    return section
        .optional("git")
        .map(
            setting ->
                setting.list().stream()
                    .flatMap(item -> constant(item, Git.class).stream())
                    .collect(Collectors.toSet()))
        .orElse(null);
  }

  private static @Nullable Set<String> names(Section section, String key) {
    return section
        .optional(key)
        .<Set<String>>map(setting -> new TreeSet<>(setting.texts()))
        .orElse(null);
  }

  private static <E extends Enum<E>> Optional<E> constant(Setting setting, Class<E> type) {
    Optional<String> text = setting.text();
    Optional<E> constant =
        text.flatMap(
            name ->
                Arrays.stream(type.getEnumConstants())
                    .filter(each -> word(each).equals(name))
                    .findFirst());
    if (text.isPresent() && constant.isEmpty()) {
      setting.problem(
          "Write "
              + Arrays.stream(type.getEnumConstants())
                  .map(AllowReader::word)
                  .collect(Collectors.joining(" or "))
              + ".");
    }
    return constant;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
