package dev.tokenward.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes of the modules that ship, as the compiler left them: no tests, no examples, nothing
 * that was generated. Names are given without {@code dev.tokenward}.
 *
 * <p>Most rules compare a whole table with what is there, so that each of them is seen to look at
 * something, and every change of the house shows in a diff.
 */
final class Product {

  static final String BASE = "dev.tokenward.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(Product::isMain)
          .importPackages("dev.tokenward")
          .that(describe("ship and are written by hand", Product::ships));

  private Product() {}

  private static boolean isMain(Location location) {
    return !location.contains("/test-classes/") && !location.contains("-tests.jar");
  }

  private static boolean ships(JavaClass type) {
    return !type.getPackageName().startsWith(BASE + "examples") && !generated(type);
  }

  private static boolean generated(JavaClass type) {
    return type.isAnnotatedWith("dagger.internal.DaggerGenerated")
        || type.getEnclosingClass().map(Product::generated).orElse(false);
  }

  static JavaClasses classes() {
    return CLASSES;
  }

  /** A class that keeps to none of the rules. */
  static JavaClasses wrong() {
    return new ClassFileImporter().importPackages("dev.tokenward.examples.architecture.wrong");
  }

  /** The classes of a package and those below it. */
  static Stream<JavaClass> classes(String part) {
    return CLASSES.stream().filter(type -> (packageOf(type) + ".").startsWith(part + "."));
  }

  static String packageOf(JavaClass type) {
    return shortened(type.getPackageName());
  }

  static String nameOf(JavaClass type) {
    return shortened(type.getName());
  }

  private static String shortened(String name) {
    return name.startsWith(BASE) ? name.substring(BASE.length()) : name;
  }

  /** The classes that {@code type} depends on, arrays as their elements. */
  static Stream<JavaClass> dependencies(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType);
  }

  /** For each place, to which others its classes point; a class points nowhere by giving "". */
  static Map<String, Set<String>> arrows(
      Stream<JavaClass> types, Function<JavaClass, String> from, Function<JavaClass, String> to) {
    Map<String, Set<String>> arrows = new TreeMap<>();
    types.forEach(
        type -> {
          Set<String> targets = arrows.computeIfAbsent(from.apply(type), key -> new TreeSet<>());
          dependencies(type).map(to).forEach(targets::add);
          targets.remove("");
          targets.remove(from.apply(type));
        });
    return arrows;
  }

  /**
   * What of {@code pattern} is used, and by which classes.
   *
   * @param pattern matches class names such as {@code java.net.Socket}, methods such as {@code
   *     java.time.Instant.now}, and constructors such as {@code new java.util.Random}
   */
  static Map<String, Set<String>> users(Stream<JavaClass> types, String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    Map<String, Set<String>> users = new TreeMap<>();
    types.forEach(
        type ->
            Stream.concat(dependencies(type).map(JavaClass::getName), calls(type))
                .filter(wanted.asMatchPredicate())
                .forEach(
                    used ->
                        users
                            .computeIfAbsent(shortened(used), key -> new TreeSet<>())
                            .add(nameOf(type))));
    return users;
  }

  private static Stream<String> calls(JavaClass type) {
    return type.getCodeUnitAccessesFromSelf().stream().map(Product::called);
  }

  private static String called(JavaCodeUnitAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return name.equals("<init>") ? "new " + owner : owner + "." + name;
  }
}
