package dev.tokenward.vault;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name one credential or one caller. */
final class Subject {

  @Option(names = "--credential", paramLabel = "NAME", description = "Only this credential.")
  private @Nullable String credential;

  @Option(names = "--caller", paramLabel = "NAME", description = "Only this caller.")
  private @Nullable String caller;

  /** The path of the one that is named, of the whole vault where none is. */
  String path(String verb) {
    if (credential != null && caller != null) {
      throw new CommandException("Name a credential or a caller, not both.");
    }
    if (credential != null) {
      return ApiClient.path("credentials", credential, verb);
    }
    return caller == null ? ApiClient.path(verb) : ApiClient.path("callers", caller, verb);
  }

  /** As a filter of a list. */
  String query() {
    return filter("credential", credential) + filter("caller", caller);
  }

  private static String filter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** For a sentence about it. */
  String name() {
    if (credential != null) {
      return "The credential " + credential;
    }
    return caller == null ? "The vault" : "The caller " + caller;
  }
}
