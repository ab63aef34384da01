package dev.tokenward.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StepsTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Steps steps = new Steps(new Page(new PrintStream(printed, true, UTF_8)));

  @Test
  void step_thatComesOutAsPromised_isTitledByNumber() throws Exception {
    assertThat(steps.making("Make one", () -> "one")).isEqualTo("one");
    steps.step("Do another", () -> {});
    assertThat(printed.toString(UTF_8)).isEqualTo("\n 1  Make one\n\n 2  Do another\n");
  }

  @Test
  void step_thatFails_isNamedWithItsReason() {
    assertThatThrownBy(
            () ->
                steps.step(
                    "git clone",
                    () -> {
                      throw new IllegalStateException("exit code 128");
                    }))
        .isInstanceOf(StepFailedException.class)
        .hasMessage("Step 1 (git clone) failed: exit code 128");
  }
}
