package dev.tokenward.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.tokenward.appcred.AppCredentials;
import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.Patience;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.oauth.DelegatedOAuth;
import dev.tokenward.pat.PersonalAccessTokens;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tables of docs/library.md are what the code says. */
class LibraryPageTest {

  private static final Set<String> KINDS = Set.of("pat", "oauth", "appcred");

  /** Numbers that are explained; durations are all explained. */
  private static final Set<String> NUMBERS =
      Set.of(
          "RetryingSender.ATTEMPTS",
          "Challenge.LONGEST",
          "HttpSender.LONGEST_BODY",
          "SystemRuntime.MOST_THREADS");

  /** Durations that the code keeps in milliseconds. */
  private static final String MILLISECONDS = "Windows\\.[A-Z_]+";

  private final String page;

  LibraryPageTest() throws IOException {
    page = Documents.text("docs/library.md");
  }

  @Test
  void knobs_areTheComponentsWithTheirDefaults() throws Exception {
    Map<String, String> knobs = new TreeMap<>();
    knobs.putAll(components(Patience.DEFAULT));
    knobs.putAll(components(CacheSettings.DEFAULT));
    assertThat(rows("knob")).isEqualTo(knobs);
  }

  @Test
  void options_areTheBuildersWithTheirDefaults() throws Exception {
    Map<String, String> options = new TreeMap<>();
    options.putAll(options(AppCredentials.clientSecret("t", "c", Secret.of("s"))));
    options.putAll(options(PersonalAccessTokens.of("o", Secret.of("s"))));
    options.putAll(options(DelegatedOAuth.entra("t", "c")));
    assertThat(rows("option")).isEqualTo(options);
  }

  @Test
  void factories_areAllThatMakeABuilder() {
    Set<String> factories =
        Product.classes().stream()
            .filter(type -> KINDS.contains(Product.packageOf(type)))
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.STATIC))
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(method -> method.getRawReturnType().getSimpleName().equals("Builder"))
            .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
            .collect(Collectors.toSet());
    assertThat(factories).hasSizeGreaterThanOrEqualTo(KINDS.size());
    assertThat(rows("factory")).containsKeys(factories.toArray(String[]::new));
  }

  @Test
  void constants_areAllDurationsOfTheEngineAndTheKinds() {
    Map<String, String> constants =
        Stream.concat(Stream.of("core"), KINDS.stream())
            .flatMap(Product::classes)
            .filter(type -> KINDS.contains(Product.packageOf(type)) || isEngine(type))
            .flatMap(type -> type.getFields().stream())
            .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
            .filter(LibraryPageTest::isExplained)
            .collect(
                Collectors.toMap(
                    LibraryPageTest::name, LibraryPageTest::value, (a, b) -> a, TreeMap::new));
    assertThat(rows("constant")).isEqualTo(constants);
  }

  @Test
  void reasons_areAllOfThem() {
    Map<String, String> reasons = new TreeMap<>();
    for (TokenException.Reason reason : TokenException.Reason.values()) {
      boolean passes = new TokenException(reason, "", "").retryable();
      reasons.put(reason.name(), passes ? "yes" : "no");
    }
    assertThat(rows("reason")).isEqualTo(reasons);
  }

  /** The first two columns of the table whose first heading is {@code heading}. */
  private Map<String, String> rows(String heading) {
    String table = page.split(Pattern.quote("\n| " + heading + " |"), 2)[1].split("\n\n", 2)[0];
    return table
        .lines()
        .skip(2)
        .map(line -> line.split(" ?\\| ?", -1))
        .collect(
            Collectors.toMap(
                cells -> cells[1].replaceFirst("`([^`]+)`.*", "$1"),
                cells -> cells[2].replace("`", ""),
                (a, b) -> a,
                TreeMap::new));
  }

  private static Map<String, String> components(Record defaults) throws Exception {
    Map<String, String> components = new TreeMap<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      Object value = component.getAccessor().invoke(defaults);
      components.put(defaults.getClass().getSimpleName() + "." + component.getName(), text(value));
    }
    return components;
  }

  private static Map<String, String> options(Object builder) throws Exception {
    Class<?> type = builder.getClass();
    List<Method> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> method.getReturnType() == type)
            // Two parameters are a field by its name, which has no default of its own.
            .filter(method -> method.getParameterCount() == 1)
            .toList();
    Map<String, String> options = new TreeMap<>();
    for (Method method : methods) {
      String name = type.getEnclosingClass().getSimpleName() + ".Builder." + method.getName();
      options.put(name, option(builder, method.getName()));
    }
    return options;
  }

  /** What a builder keeps nowhere is a field of the credential, whose default the kind knows. */
  private static String option(Object builder, String name) throws IllegalAccessException {
    for (Field field : builder.getClass().getDeclaredFields()) {
      if (field.getName().equals(name)) {
        field.setAccessible(true);
        return text(field.get(builder));
      }
    }
    return "the kind's";
  }

  private static boolean isEngine(JavaClass type) {
    return Product.packageOf(type).equals("core");
  }

  private static boolean isExplained(JavaField field) {
    return field.getRawType().isEquivalentTo(Duration.class)
        || NUMBERS.contains(name(field))
        || (name(field).matches(MILLISECONDS) && field.getRawType().isEquivalentTo(long.class));
  }

  private static String name(JavaField field) {
    return field.getOwner().getSimpleName() + "." + field.getName();
  }

  private static String value(JavaField constant) {
    try {
      Field field = constant.reflect();
      field.setAccessible(true);
      Object value = field.get(null);
      return text(value instanceof Long millis ? Duration.ofMillis(millis) : value);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "none";
    }
    if (value instanceof Duration duration) {
      return words(duration);
    }
    if (value instanceof Integer number) {
      return "%,d".formatted(number);
    }
    if (value.equals(TokenRuntime.system())) {
      return "TokenRuntime.system()";
    }
    if (value.equals(TokenListener.NONE)) {
      return "TokenListener.NONE";
    }
    if (value.equals(CacheSettings.DEFAULT)) {
      return "CacheSettings.DEFAULT";
    }
    return value.equals("") ? "empty" : value.toString();
  }

  private static String words(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + " ms";
    }
    long seconds = millis / 1000;
    if (seconds % 60 != 0 || seconds == 0) {
      return seconds + " s";
    }
    return minutes(seconds / 60);
  }

  private static String minutes(long minutes) {
    if (minutes % 60 != 0) {
      return minutes + " min";
    }
    return minutes % 1440 == 0 ? minutes / 1440 + " d" : minutes / 60 + " h";
  }
}
