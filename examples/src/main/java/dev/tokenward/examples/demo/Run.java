package dev.tokenward.examples.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A program that ran to its end: exit code, and everything it wrote. */
record Run(int exit, String output) {

  static Run of(ProcessBuilder program) throws IOException, InterruptedException {
    Process process = program.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), written);
  }

  /** This run, if it went well. */
  Run expectSuccess() {
    if (exit != 0) {
      throw new IllegalStateException("exit code " + exit + ": " + output);
    }
    return this;
  }

  /** This run, if it failed and said so with these words. */
  Run expectRefusal(String words) {
    if (exit == 0 || !output.contains(words)) {
      throw new IllegalStateException(
          "a refusal with \"" + words + "\" was expected, exit code " + exit + ": " + output);
    }
    return this;
  }
}
