package dev.tokenward.vault;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Tests in a real browser. Where there is none, they are reported as skipped, with the reason: an
 * assumption before all of them would let them vanish from the report.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "dev.tokenward.vault.Chromium#isInstalled",
    disabledReason = "No Chromium on this machine; install the package chromium")
@interface WithChromium {}
