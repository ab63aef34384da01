package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public surface is in a file, so that its growth shows in a diff. */
class PublicSurfaceTest {

  private static final Path FILE = Path.of("api.txt");
  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
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
    assertThat(topLevel("dev.tokenward.core", "dev.tokenward.core.spi", "dev.tokenward.core.state"))
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
            .map(member -> "  " + text(type, member))
            .sorted();
    return Stream.concat(Stream.of(header(type)), members);
  }

  // Not Class.toGenericString: its words depend on the platform's release.
  private static String header(Class<?> type) {
    String kind = type.isInterface() ? "interface" : type.isRecord() ? "record" : "class";
    return (type.isSealed() ? "sealed " : "")
        + (Modifier.isFinal(type.getModifiers()) ? "final " : "")
        + (type.isEnum() ? "enum" : kind)
        + " "
        + type.getName();
  }

  private static String text(Class<?> type, AccessibleObject member) {
    return generic(member)
        .replace(type.getName() + ".", "")
        .replace(type.getName() + "(", type.getSimpleName() + "(")
        .replaceAll("\\b(synchronized|native) ", "")
        .replaceAll("\\b(java\\.[a-z.]+|dev\\.tokenward\\.core\\.)(?=[A-Z])", "");
  }

  private static String generic(AccessibleObject member) {
    return member instanceof Field field
        ? field.toGenericString()
        : ((Executable) member).toGenericString();
  }

  private static boolean isOpen(AccessibleObject object) {
    Member member = (Member) object;
    boolean open =
        Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
    return open && !member.isSynthetic() && !OF_EVERY_OBJECT.contains(member.getName());
  }
}
