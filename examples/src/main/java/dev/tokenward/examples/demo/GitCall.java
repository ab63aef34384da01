package dev.tokenward.examples.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of git as the client makes it, and as the line that does the same.
 *
 * @param directory the clone to run in, or empty: the client's folder
 * @param password name of the file with the virtual PAT, or empty where git asks nobody
 */
record GitCall(String directory, String password, List<String> words) {

  static GitCall local(String directory, String... words) {
    return new GitCall(directory, "", List.of(words));
  }

  static GitCall as(VirtualPat pat, String directory, String... words) {
    return new GitCall(directory, pat.name(), List.of(words));
  }

  /** What follows {@code git}. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (!directory.isEmpty()) {
      arguments.addAll(List.of("-C", directory));
    }
    if (!password.isEmpty()) {
      arguments.addAll(List.of("-c", "credential.helper=" + helper()));
    }
    arguments.addAll(words);
    return arguments;
  }

  /** The parts of the line. */
  List<String> line() {
    List<String> parts = new ArrayList<>();
    parts.add(directory.isEmpty() ? "git" : "git -C " + directory);
    if (!password.isEmpty()) {
      parts.add("-c credential.helper='" + helper() + "'");
    }
    words.forEach(word -> parts.add(word.contains(" ") ? "'" + word + "'" : word));
    return parts;
  }

  // The helper runs where git does.
  private String helper() {
    return "store --file " + (directory.isEmpty() ? "" : "../") + password + ".credentials";
  }
}
