package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Begin: POST /v1/credentials/a-1/authorize | Begin: tokenward credential authorize a-1",
        "POST /v1/credentials/b/authorize/confirm. | tokenward credential confirm b.",
        "POST /v1/credentials/b/test says why. | tokenward credential test b says why.",
        "POST /v1/credentials/b/deauthorize | tokenward credential deauthorize b",
        "GET /v1/kinds lists the kinds. | tokenward kind list lists the kinds."
      })
  void route_ofACommand_isThatCommand(String told, String words) {
    assertThat(RouteWords.asCommands(told)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v1/credentials/b/authorize",
        "POST /v1/credentials/b/virtual-pats",
        "POST /v1/credentials/b/authorize/else",
        "nothing of that"
      })
  void anythingElse_staysAsItIs(String told) {
    assertThat(RouteWords.asCommands(told)).isEqualTo(told);
  }
}
