package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record shows all it has, unless it says otherwise: so none with a secret may say nothing. */
class RecordsTest {

  private static final Set<String> SECRET_NAMES =
      Set.of("token", "accessToken", "secret", "clientSecret", "password", "pat");
  private static final LeakProbe PROBE = new LeakProbe();
  private static final String CANARY = PROBE.canary("component").replaceAll("[^A-Za-z0-9]", "x");

  private static final Map<Class<?>, Object> SAMPLES =
      Map.of(
          long.class,
          1L,
          int.class,
          1,
          boolean.class,
          true,
          List.class,
          List.of(),
          Map.class,
          Map.of(),
          Set.class,
          Set.of(),
          Optional.class,
          Optional.empty(),
          Duration.class,
          Duration.ZERO,
          Instant.class,
          Instant.EPOCH,
          URI.class,
          URI.create("http://127.0.0.1"));

  record Open(String name, String token) {}

  static Stream<Class<?>> withASecret() throws IOException, URISyntaxException {
    Path classes =
        Path.of(RunningVault.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(each -> each.toString().endsWith(".class")).sorted().toList();
    }
    return files.stream()
        .map(each -> classes.relativize(each).toString())
        .filter(each -> each.startsWith("dev"))
        .<Class<?>>map(each -> load(each.replaceAll("\\.class$", "").replace('/', '.')))
        .filter(Class::isRecord)
        .filter(RecordsTest::hasSecret);
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, RecordsTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError(name, e);
    }
  }

  private static boolean hasSecret(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).anyMatch(RecordsTest::secret);
  }

  private static boolean secret(RecordComponent component) {
    Class<?> type = component.getType();
    return type == Secret.class
        || AccessToken.class.isAssignableFrom(type)
        || (type == String.class && SECRET_NAMES.contains(component.getName()));
  }

  @ParameterizedTest
  @MethodSource("withASecret")
  void toString_ofARecordWithASecret_doesNotShowIt(Class<?> type) {
    assertThat(sample(type)).asString().isNotBlank().doesNotContain(CANARY);
  }

  @Test
  void toString_ofARecordThatSaysNothing_wouldBeFound() {
    assertThat(hasSecret(Open.class)).isTrue();
    assertThat(sample(Open.class)).asString().contains(CANARY);
  }

  private static Object sample(Class<?> type) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(
          Arrays.stream(type.getRecordComponents()).map(RecordsTest::value).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("No sample of " + type, e);
    }
  }

  private static @Nullable Object value(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return secret(component) ? CANARY : "sample";
    }
    if (type == Secret.class) {
      return Secret.of(CANARY);
    }
    if (AccessToken.class.isAssignableFrom(type)) {
      return MintedToken.bearer(CANARY, Instant.EPOCH, Duration.ofMinutes(5));
    }
    return type.isRecord() ? sample(type) : SAMPLES.get(type);
  }
}
