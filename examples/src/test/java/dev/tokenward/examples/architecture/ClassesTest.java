package dev.tokenward.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every class of the product keeps to. */
class ClassesTest {

  static final List<ArchRule> RULES =
      List.of(
          classes()
              .that(describe("are concrete", ClassesTest::isConcrete))
              .should()
              .haveModifier(JavaModifier.FINAL),
          noClasses().should().haveNameMatching(".*(Manager|Utils?|Helper|Impl)"),
          fields().that().areStatic().should().beFinal(),
          classes()
              .should(
                  ArchCondition.from(
                      describe(
                          "lie in a package that says what may be null",
                          type -> type.getPackage().isAnnotatedWith(NullMarked.class)))));

  private static boolean isConcrete(JavaClass type) {
    return !type.isInterface()
        && !type.isEnum()
        && !type.isAnonymousClass()
        && !type.getModifiers().contains(JavaModifier.ABSTRACT);
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void rule_holds(ArchRule rule) {
    rule.check(Product.classes());
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void rule_brokenOnPurpose_isNoticed(ArchRule rule) {
    assertThat(rule.evaluate(Product.wrong()).hasViolation()).isTrue();
  }

  /** Who does not know a kind's name cannot treat it differently. */
  @Test
  void kinds_areNamedInTheirOwnModulesOnly() {
    assertThat(packagesNaming("azure-devops-pat")).containsExactly("pat");
    assertThat(packagesNaming("entra-client-secret")).containsExactly("appcred");
    assertThat(packagesNaming("client-credentials")).containsExactly("appcred");
    assertThat(packagesNaming("managed-identity")).containsExactly("appcred");
  }

  // The compiler copies a constant into every class that uses it.
  private static Set<String> packagesNaming(String text) {
    return Product.classes().stream()
        .filter(type -> bytes(type).contains(text))
        .map(Product::packageOf)
        .collect(toSet());
  }

  private static String bytes(JavaClass type) {
    try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      return new String(file.readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
