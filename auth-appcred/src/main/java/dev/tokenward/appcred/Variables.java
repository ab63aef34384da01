package dev.tokenward.appcred;

import dev.tokenward.core.TokenException;
import java.util.Map;

/**
 * The variables that a platform sets for the workloads it runs.
 *
 * @param remedy what makes the platform set them
 */
record Variables(Map<String, String> environment, String remedy) {

  String get(String name) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      throw new TokenException(
          TokenException.Reason.CONFIGURATION, "The variable " + name + " is not set", remedy);
    }
    return value;
  }

  @Override
  public String toString() {
    return "Variables[redacted]";
  }
}
