package dev.tokenward.core.azuredevops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallSettingsTest {

  @Test
  void fields_areOptionalAndDecideNothingOfSecrets() {
    assertThat(CallSettings.FIELDS)
        .extracting(Field::name)
        .containsExactly(
            "apiVersion",
            "project",
            "retryMode",
            "retryStatusCodeList",
            "retryCountMax",
            "retryMultiplyWaitTime");
    assertThat(CallSettings.FIELDS)
        .noneMatch(field -> field.required() || field.destination() || field.ambient());
  }

  @Test
  void of_nothing_hasTheDefaults() {
    assertThat(CallSettings.of(Map.of()))
        .isEqualTo(new CallSettings("7.0", null, RetryPolicy.DEFAULT));
  }

  @Test
  void of_everything_isTaken() {
    Map<String, String> fields =
        Map.of(
            "apiVersion", "7.1-preview.1",
            "project", " Web Shop ",
            "retryMode", "RetryWhenStatusCodeMatch",
            "retryStatusCodeList", "429, 503;504",
            "retryCountMax", "2",
            "retryMultiplyWaitTime", "false");
    assertThat(CallSettings.problems(fields)).isEmpty();
    assertThat(CallSettings.of(fields))
        .isEqualTo(
            new CallSettings(
                "7.1-preview.1", "Web Shop", new RetryPolicy(Set.of(429, 503, 504), 2, false)));
  }

  @Test
  void of_modeNone_repeatsNothing() {
    assertThat(CallSettings.of(Map.of("retryMode", "None", "retryCountMax", "3")).retries())
        .isEqualTo(RetryPolicy.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apiVersion | latest | 7.1-preview",
        "apiVersion | 7.1&x=y | 7.1-preview",
        "project | https://dev.azure.com/acme/web | not a URL",
        "retryStatusCodeList | 200 | 429,503",
        "retryStatusCodeList | every | 429,503",
        "retryCountMax | many | from 0 to 10",
        "retryCountMax | 11 | from 0 to 10",
        "retryCountMax | -1 | from 0 to 10",
      })
  void problems_ofAWrongValue_sayWhatToWrite(String field, String value, String said) {
    List<FieldProblem> problems = CallSettings.problems(Map.of(field, value));
    assertThat(problems).extracting(FieldProblem::field).containsExactly(field);
    assertThat(problems.get(0).message()).contains(said).doesNotContain(value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallSettings.of(Map.of(field, value)))
        .withMessageContaining(said);
  }
}
