package dev.tokenward.vault.console;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** HTML whose every part was either written here or escaped. */
record Markup(String html) {

  static final Markup NONE = new Markup("");

  /** Text as it is shown. */
  static Markup text(String text) {
    return new Markup(
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;"));
  }

  /** {@code template} with what stands for each {@code %s}: markup as it is, all else as text. */
  static Markup of(String template, Object... parts) {
    return new Markup(template.formatted(Arrays.stream(parts).map(Markup::safe).toArray()));
  }

  private static String safe(Object part) {
    return part instanceof Markup markup ? markup.html() : text(part.toString()).html();
  }

  static Markup all(Collection<Markup> parts) {
    return new Markup(parts.stream().map(Markup::html).collect(Collectors.joining()));
  }
}
