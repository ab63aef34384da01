package dev.tokenward.examples.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package of the vault knows which. */
class VaultPackagesTest {

  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "access", Set.of("store"),
          "store", Set.of(),
          "config", Set.of("access", "upstream"),
          "audit", Set.of("access"),
          "lease", Set.of("access", "store"),
          "upstream", Set.of("access", "store"),
          "broker", Set.of("access", "store", "audit", "lease", "upstream"),
          "proxy", Set.of("access", "store", "lease", "upstream", "broker"),
          "console", Set.of("access", "broker", "proxy"),
          "api",
              Set.of("access", "store", "config", "audit", "lease", "upstream", "broker", "proxy"));

  @Test
  void packages_knowOnlyThoseTheyArePointedTo() {
    Stream<JavaClass> below =
        Product.classes("vault").filter(type -> !Product.packageOf(type).equals("vault"));
    assertThat(Product.arrows(below, VaultPackagesTest::part, VaultPackagesTest::part))
        .isEqualTo(ARROWS);
  }

  @Test
  void packages_formNoCircle() {
    noCircle("dev.tokenward.vault.(*)..").check(Product.classes());
    noCircle("dev.tokenward.testkit.(*)..").check(Product.classes());
  }

  /** In auth-core, vocabulary and spi name each other's types, which shows that the rule sees. */
  @Test
  void packages_inACircle_areNoticed() {
    assertThat(noCircle("dev.tokenward.(**)").evaluate(Product.classes()).hasViolation()).isTrue();
  }

  private static ArchRule noCircle(String slices) {
    return slices().matching(slices).should().beFreeOfCycles();
  }

  /** What is a value may be seen anywhere; what does something must not. */
  @Test
  void routes_callNothingButBrokerRegistryAndTheProofOfWhoCalls() {
    Set<String> called =
        Product.classes("vault.api")
            .filter(VaultPackagesTest::isRoute)
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .map(JavaAccess::getTargetOwner)
            .filter(Predicate.not(VaultPackagesTest::isValue))
            .map(Product::nameOf)
            .filter(name -> name.startsWith("vault.") && !name.startsWith("vault.api."))
            .collect(toSet());
    assertThat(called)
        .containsExactlyInAnyOrder(
            "vault.broker.AuditRegistry",
            "vault.broker.Broker",
            "vault.broker.CallerRegistry",
            "vault.broker.Consents",
            "vault.broker.CredentialRegistry",
            "vault.broker.PolicyRegistry",
            "vault.broker.Registry",
            "vault.broker.Rekeying",
            "vault.lease.Authentication");
  }

  private static boolean isRoute(JavaClass type) {
    return type.getSimpleName().endsWith("Routes") || type.getSimpleName().equals("OAuth");
  }

  private static boolean isValue(JavaClass type) {
    return type.isRecord() || type.isEnum() || type.isAssignableTo(RuntimeException.class);
  }

  /** But for what starts a vault: the command line, and the component for whoever embeds one. */
  @Test
  void publicTypes_areUsedByAnotherPackage() {
    Set<JavaClass> used =
        Product.classes().stream().flatMap(VaultPackagesTest::usedElsewhere).collect(toSet());
    assertThat(
            Product.classes("vault")
                .filter(VaultPackagesTest::isVisible)
                .filter(type -> !used.contains(type))
                .map(Product::nameOf))
        .containsExactlyInAnyOrder(
            "vault.Main",
            "vault.VaultComponent",
            "vault.VaultComponent$Factory",
            // A member of an interface is always public.
            "vault.store.KeySource$Loaded");
  }

  private static Stream<JavaClass> usedElsewhere(JavaClass type) {
    return Stream.concat(
            Product.dependencies(type),
            type.getCodeUnitAccessesFromSelf().stream()
                .flatMap(access -> access.getTarget().getRawParameterTypes().stream()))
        .filter(each -> !each.getPackageName().equals(type.getPackageName()));
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(VaultPackagesTest::isVisible).orElse(true);
  }

  private static String part(JavaClass type) {
    String name = Product.packageOf(type);
    return name.startsWith("vault.") ? name.substring("vault.".length()) : "";
  }
}
