package dev.tokenward.core.azuredevops;

import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How Azure DevOps is called with a credential that works with an organization. Every such kind has
 * the same {@link #FIELDS} for it. Immutable.
 *
 * @param apiVersion for what is asked by {@code api-version}
 * @param project the project that work is about where nothing else is said, or null
 * @param retries when a call is made once more
 */
public record CallSettings(String apiVersion, @Nullable String project, RetryPolicy retries) {

  private static final String API_VERSION = "apiVersion";
  private static final String PROJECT = "project";
  private static final String MODE = "retryMode";
  private static final String STATUSES = "retryStatusCodeList";
  private static final String COUNT = "retryCountMax";
  private static final String MULTIPLIED = "retryMultiplyWaitTime";

  private static final String WHEN_STATUS_MATCHES = "RetryWhenStatusCodeMatch";
  private static final String DEFAULT_VERSION = "7.0";
  private static final int MOST = 10;

  /** The optional fields, in the order of a form. */
  public static final List<Field> FIELDS =
      List.of(
          Field.optional(
              API_VERSION,
              "API version",
              Field.Type.TEXT,
              "Which version of Azure DevOps' REST API is called. Default: 7.0."),
          Field.optional(
              PROJECT,
              "Default project",
              Field.Type.TEXT,
              "A project of the organization; the test of the connection looks for it."),
          Field.choice(
              MODE,
              "Retry mode",
              "Whether calls to Azure DevOps are repeated: by status, the default, or never.",
              WHEN_STATUS_MATCHES,
              "None"),
          Field.optional(
              STATUSES,
              "Retry status codes",
              Field.Type.TEXT,
              "The statuses that are worth another call, such as 429,503. Default: 429."),
          Field.optional(
              COUNT,
              "Retry count",
              Field.Type.TEXT,
              "How often a call is repeated, from 0 to 10. Default: 5."),
          Field.choice(
              MULTIPLIED,
              "Multiply wait time",
              "Whether each wait is twice the one before: 1, 2, 4 seconds. Default: true.",
              "true",
              "false"));

  /** What is wrong with these fields among the public fields of a credential. */
  public static List<FieldProblem> problems(Map<String, String> fields) {
    return Stream.of(
            FieldProblem.in(API_VERSION, () -> apiVersion(fields)),
            FieldProblem.in(PROJECT, () -> project(fields)),
            FieldProblem.in(STATUSES, () -> statuses(fields)),
            FieldProblem.in(COUNT, () -> count(fields)))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * What the public fields of a credential say.
   *
   * @throws IllegalArgumentException when one is wrong; {@link #problems} says which
   */
  public static CallSettings of(Map<String, String> fields) {
    return new CallSettings(apiVersion(fields), project(fields), retries(fields));
  }

  private static RetryPolicy retries(Map<String, String> fields) {
    return given(fields, MODE, WHEN_STATUS_MATCHES).equals(WHEN_STATUS_MATCHES)
        ? new RetryPolicy(
            statuses(fields), count(fields), given(fields, MULTIPLIED, "true").equals("true"))
        : RetryPolicy.NONE;
  }

  private static String apiVersion(Map<String, String> fields) {
    String version = given(fields, API_VERSION, DEFAULT_VERSION);
    require(
        version.matches("\\d{1,2}\\.\\d(-preview(\\.\\d{1,2})?)?"),
        "takes a version such as 7.0, 7.1 or 7.1-preview");
    return version;
  }

  private static @Nullable String project(Map<String, String> fields) {
    String project = given(fields, PROJECT, "");
    require(
        project.length() <= 64 && project.matches("[^/\\\\:*?\"<>|;#$%&{},+=\\[\\]\\p{Cntrl}]*"),
        "takes the name of a project, or its id: up to 64 characters, not a URL");
    return project.isEmpty() ? null : project;
  }

  private static Set<Integer> statuses(Map<String, String> fields) {
    String list = given(fields, STATUSES, "429");
    require(
        list.matches("[45]\\d\\d(\\s*[,;|]\\s*[45]\\d\\d)*"),
        "takes statuses of refused calls, 400 to 599, such as 429,503");
    return Arrays.stream(list.split("\\D+")).map(Integer::valueOf).collect(Collectors.toSet());
  }

  private static int count(Map<String, String> fields) {
    String count = given(fields, COUNT, "5");
    require(
        count.matches("\\d{1,2}") && Integer.parseInt(count) <= MOST,
        "takes a number from 0 to " + MOST);
    return Integer.parseInt(count);
  }

  private static String given(Map<String, String> fields, String name, String otherwise) {
    String value = fields.getOrDefault(name, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  private static void require(boolean good, String otherwise) {
    if (!good) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
