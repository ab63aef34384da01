package dev.tokenward.testkit;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives an {@link Emulator} to every JUnit method that has a parameter for one. A test class shares
 * one; it is reset before each test and closed after the last.
 */
public final class EmulatorExtension implements BeforeEachCallback, ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(EmulatorExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    emulator(context).reset();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Emulator.class;
  }

  @Override
  public Emulator resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return emulator(context);
  }

  private static Emulator emulator(ExtensionContext context) {
    ExtensionContext.Store store = ofClass(context).getStore(NAMESPACE);
    return store.getOrComputeIfAbsent(Emulator.class, key -> Emulator.start(), Emulator.class);
  }

  // What a method's context stores ends with the method; the class's lives on.
  private static ExtensionContext ofClass(ExtensionContext context) {
    return context.getTestMethod().isPresent()
        ? context.getParent().map(EmulatorExtension::ofClass).orElse(context)
        : context;
  }
}
