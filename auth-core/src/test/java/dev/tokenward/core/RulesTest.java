package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule that the engine keeps has a test that says so. */
class RulesTest {

  /** All but rotating refresh tokens (13), which the engine does not have yet. */
  private static final int[] KEPT = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21
  };

  private static final Path CLASSES = Path.of("target", "test-classes");

  @Test
  void everyRule_hasATest() throws IOException {
    TreeSet<Integer> shown;
    try (Stream<Path> files = Files.walk(CLASSES)) {
      shown =
          files
              .map(file -> CLASSES.relativize(file).toString())
              .filter(name -> name.endsWith("Test.class"))
              .flatMap(RulesTest::methods)
              .filter(method -> method.isAnnotationPresent(Rule.class))
              .flatMapToInt(method -> IntStream.of(method.getAnnotation(Rule.class).value()))
              .boxed()
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertThat(shown).containsExactlyElementsOf(IntStream.of(KEPT).boxed().toList());
  }

  private static Stream<Method> methods(String file) {
    String name =
        file.substring(0, file.length() - ".class".length()).replace('/', '.').replace('\\', '.');
    try {
      return Arrays.stream(Class.forName(name).getDeclaredMethods());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
