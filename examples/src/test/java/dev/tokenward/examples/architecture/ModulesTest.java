package dev.tokenward.examples.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which module knows which, and which library is known where. */
class ModulesTest {

  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "core", Set.of(),
          "pat", Set.of("core"),
          "oauth", Set.of("core"),
          "appcred", Set.of("core"),
          "vault", Set.of("core", "pat", "oauth", "appcred"),
          "testkit", Set.of());

  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          entry(
              "jakarta.inject",
              Set.of(
                  "core",
                  "pat",
                  "oauth",
                  "appcred",
                  "vault",
                  "vault.api",
                  "vault.broker",
                  "vault.config")),
          entry("dagger", Set.of("pat", "oauth", "appcred", "vault", "vault.api", "vault.broker")),
          entry("com.microsoft.aad.msal4j", Set.of("appcred")),
          entry("com.azure.json", Set.of("appcred")),
          entry(
              "com.nimbusds",
              Set.of("oauth", "appcred", "vault.lease", "testkit.entra", "testkit.devops")),
          entry("io.javalin", Set.of("vault.api", "vault.console")),
          entry("org.eclipse.jetty.client", Set.of("vault", "vault.upstream", "vault.proxy")),
          entry("org.eclipse.jetty.proxy", Set.of("vault.proxy")),
          entry(
              "org.eclipse.jetty",
              Set.of(
                  "vault",
                  "vault.api",
                  "vault.console",
                  "vault.proxy",
                  "vault.upstream",
                  "testkit",
                  "testkit.http",
                  "testkit.devops")),
          entry(
              "com.fasterxml.jackson",
              Set.of(
                  "vault",
                  "vault.api",
                  "vault.audit",
                  "vault.config",
                  "vault.store",
                  "vault.upstream",
                  "testkit.http",
                  "testkit.devops")),
          entry("com.sun.net.httpserver", Set.of("oauth")),
          entry("jdk.net", Set.of("vault.api")),
          entry("picocli", Set.of("vault")),
          entry("org.jdbi", Set.of("vault.store")),
          entry("com.zaxxer.hikari", Set.of("vault.store")),
          entry("org.flywaydb", Set.of("vault.store")),
          entry("org.sqlite", Set.of("vault.store")),
          entry("java.util.logging", Set.of("vault.config")),
          entry(
              "org.bouncycastle",
              Set.of("appcred", "vault.store", "testkit.http", "testkit.entra", "testkit.devops")),
          entry("org.eclipse.jgit", Set.of("testkit", "testkit.devops")),
          entry("jakarta.servlet", Set.of("testkit.devops")),
          entry("org.junit.jupiter", Set.of("testkit")));

  // What every package uses says nothing about it.
  private static final Pattern EVERYWHERE =
      Pattern.compile(
          "(java(?!\\.util\\.logging)|javax\\.(crypto|net|security)|org\\.jspecify|dev\\.tokenward)\\..*");

  @Test
  void modules_knowOnlyThoseTheyArePointedTo() {
    assertThat(Product.arrows(Product.classes().stream(), ModulesTest::module, ModulesTest::module))
        .isEqualTo(ARROWS);
  }

  @Test
  void libraries_areKnownOnlyWhereTheyBelong() {
    Map<String, Set<String>> users = new TreeMap<>();
    Product.classes()
        .forEach(
            type ->
                Product.dependencies(type)
                    .filter(each -> !each.isPrimitive())
                    .map(JavaClass::getName)
                    .filter(name -> !EVERYWHERE.matcher(name).matches())
                    .forEach(
                        name ->
                            users
                                .computeIfAbsent(library(name), key -> new TreeSet<>())
                                .add(Product.packageOf(type))));
    assertThat(users).isEqualTo(LIBRARIES);
  }

  /** The library in the table, or the name itself, which then shows as unknown. */
  private static String library(String name) {
    return LIBRARIES.keySet().stream()
        .filter(library -> name.startsWith(library + "."))
        .max(Comparator.comparing(String::length))
        .orElse(name);
  }

  private static String module(JavaClass type) {
    return type.getName().startsWith(Product.BASE)
        ? Product.nameOf(type).replaceFirst("\\..*", "")
        : "";
  }
}
