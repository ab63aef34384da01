package dev.tokenward.appcred;

import dev.tokenward.core.TokenException;
import java.util.Map;

/**
 * The variables that a platform sets for the workloads it runs.
 *
 * @param remedy what makes the platform set them
 */
record Variables(Map<String, String> environment, String remedy) {

  static Variables ofPod(Map<String, String> environment) {
    return new Variables(
        environment,
        "Give the pod the label azure.workload.identity/use: \"true\" and a service account with"
            + " the annotation azure.workload.identity/client-id.");
  }

  static Variables ofGitHubJob(Map<String, String> environment) {
    return new Variables(environment, "Give the job the permission id-token: write.");
  }

  static Variables ofAzureJob(Map<String, String> environment) {
    return new Variables(
        environment,
        "Run in a job of Azure Pipelines, and map SYSTEM_ACCESSTOKEN: $(System.AccessToken) into"
            + " the step's env.");
  }

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
