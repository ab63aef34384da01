package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public surface is in a file, so that its growth shows in a diff. */
class PublicSurfaceTest {

  private static final Path FILE = Path.of("api.txt");
  private static final Path CLASSES = Path.of("target", "classes");

  @Test
  void surface_isTheOneInTheFile() throws Exception {
    List<String> surface = types().stream().flatMap(PublicSurfaceTest::lines).toList();
    if (Boolean.getBoolean("api.update")) {
      Files.write(FILE, surface);
    }
    assertThat(Files.readAllLines(FILE))
        .as("Run the tests with -Dapi.update, and commit api.txt, if the change is meant")
        .isEqualTo(surface);
  }

  @Test
  void surface_isSmall() throws Exception {
    assertThat(topLevel("dev.tokenward.core", "dev.tokenward.core.spi"))
        .hasSizeLessThanOrEqualTo(28);
    assertThat(topLevel("dev.tokenward.core.azuredevops")).hasSizeLessThanOrEqualTo(6);
  }

  private static List<Class<?>> topLevel(String... packages) throws Exception {
    return types().stream()
        .filter(type -> type.getEnclosingClass() == null)
        .filter(type -> List.of(packages).contains(type.getPackageName()))
        .toList();
  }

  private static List<Class<?>> types() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .map(file -> CLASSES.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .<Class<?>>map(PublicSurfaceTest::load)
          .filter(PublicSurfaceTest::isVisible)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicSurfaceTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  private static Stream<String> lines(Class<?> type) {
    Stream<String> members =
        Stream.of(
                type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
            .flatMap(Arrays::stream)
            .filter(PublicSurfaceTest::isOpen)
            .map(AccessibleObject::toString)
            .map(text -> text.replaceAll("\\b(synchronized|native) ", ""))
            .map(text -> "  " + text)
            .sorted();
    return Stream.concat(Stream.of(type.toString()), members);
  }

  private static boolean isOpen(AccessibleObject object) {
    Member member = (Member) object;
    boolean open =
        Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
    return open && !member.isSynthetic();
  }
}
