package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every rule that the engine keeps has a test that says so. Rule 13, rotating refresh tokens, is no
 * rule of the cache: {@link dev.tokenward.core.state} keeps it, and its contract shows it.
 */
class RulesTest {

  private static final int RULES = 21;

  private static final Path CLASSES = Path.of("target", "test-classes");

  @Test
  void everyRule_hasATest() throws IOException {
    TreeSet<Integer> unshown =
        IntStream.rangeClosed(1, RULES).boxed().collect(Collectors.toCollection(TreeSet::new));
    unshown.removeAll(shown());
    assertThat(unshown).isEmpty();
  }

  @Test
  void noTest_showsARuleThatDoesNotExist() throws IOException {
    assertThat(shown()).allMatch(rule -> rule >= 1 && rule <= RULES);
  }

  private static Set<Integer> shown() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(name -> name.endsWith("Test.class"))
          .flatMap(RulesTest::methods)
          .filter(method -> method.isAnnotationPresent(Rule.class))
          .flatMapToInt(method -> IntStream.of(method.getAnnotation(Rule.class).value()))
          .boxed()
          .collect(Collectors.toSet());
    }
  }

  /** Those of a contract too, which count where a test class runs it. */
  private static Stream<Method> methods(String file) {
    String name =
        file.substring(0, file.length() - ".class".length()).replace('/', '.').replace('\\', '.');
    try {
      return Stream.<Class<?>>iterate(
              Class.forName(name), each -> each != null, each -> each.getSuperclass())
          .flatMap(each -> Arrays.stream(each.getDeclaredMethods()));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
