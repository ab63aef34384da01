package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"some secret", "some secret\n", "some secret\r\n", "some secret\n\n"})
  void file_lineEnds_areNotPartOfIt(String content) throws Exception {
    assertThat(Secret.file(file(content)).reveal()).isEqualTo("some secret");
  }

  @Test
  void file_otherSpace_isPartOfIt() throws Exception {
    assertThat(Secret.file(file(" a\tb \n")).reveal()).isEqualTo(" a\tb ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void file_empty_isNamed(String content) throws Exception {
    Path file = file(content);
    assertThatThrownBy(() -> Secret.file(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void file_missing_isNamed() {
    Path file = folder.resolve("missing");
    assertThatThrownBy(() -> Secret.file(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void of_empty_isRefused() {
    assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void matches_comparesTheWholeValue() {
    Secret secret = Secret.of("some secret");
    assertThat(secret.matches("some secret")).isTrue();
    assertThat(secret.matches("some secre")).isFalse();
    assertThat(secret.matches("")).isFalse();
  }

  @Test
  void destroy_endsThisCopyAlone() {
    Secret secret = Secret.of("some secret");
    Secret copy = secret.copy();
    secret.destroy();
    secret.destroy();
    assertThat(secret.matches("some secret")).isFalse();
    assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
    assertThat(copy.reveal()).isEqualTo("some secret");
  }

  @Test
  void secret_hasNoTextFormNoValueEqualityAndNoSerializedForm() {
    LeakProbe probe = new LeakProbe();
    Secret secret = Secret.of(probe.canary("secret"));
    assertThat(secret).hasToString("Secret[redacted]").isNotEqualTo(secret.copy());
    assertThat(Serializable.class.isAssignableFrom(Secret.class)).isFalse();
    probe.see("text", String.valueOf(secret)).assertClean();
  }

  private Path file(String content) throws Exception {
    return Files.writeString(folder.resolve("secret"), content);
  }
}
