package dev.tokenward.vault.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.Target.Access;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {

  record Inner(@Nullable Set<Access> access) {}

  record Outer(
      String name,
      @Nullable Duration ttl,
      @Nullable Boolean dry,
      @JsonProperty("all_of") @Nullable List<String> all,
      @Nullable Inner inner) {}

  @Test
  void read_everything_givesTheRecord() {
    Outer read =
        read(
            """
            {"name":"n","ttl":"PT5M","dry":true,"all_of":["a"],"inner":{"access":["read"]}}
            """);
    assertThat(read)
        .isEqualTo(
            new Outer(
                "n", Duration.ofMinutes(5), true, List.of("a"), new Inner(Set.of(Access.READ))));
  }

  @Test
  void read_onlyTheRequired_leavesTheRestOut() {
    assertThat(read("{\"name\":\"n\",\"ttl\":null}"))
        .isEqualTo(new Outer("n", null, null, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|name",
        "{\"name\":1}|name",
        "{\"name\":\"\"}|name",
        "{\"name\":\"a\\u0000b\"}|name",
        "{\"name\":\"n\",\"other\":1}|other",
        "{\"name\":\"n\",\"ttl\":\"soon\"}|ttl",
        "{\"name\":\"n\",\"ttl\":\"PT0S\"}|ttl",
        "{\"name\":\"n\",\"dry\":\"true\"}|dry",
        "{\"name\":\"n\",\"all_of\":\"a\"}|all_of",
        "{\"name\":\"n\",\"all_of\":[\"a\",1]}|all_of[1]",
        "{\"name\":\"n\",\"inner\":[]}|inner",
        "{\"name\":\"n\",\"inner\":{\"access\":[\"both\"]}}|inner.access[0]",
        "{\"name\":\"n\",\"inner\":{\"x\":1}}|inner.x",
        "[]|body",
        "{\"name\":\"n\"} {}|body",
        "{\"name\":\"n\",\"name\":\"m\"}|body",
        "nothing|body",
      })
  void read_wrong_namesTheField(String json, String field) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(RefusedException.Reason.BAD_INPUT);
              assertThat(e.field()).isEqualTo(field);
            });
  }

  @Test
  void schema_ofARecord_saysWhatReadEnforces() {
    Map<String, Object> schema = Shape.schema(Outer.class);
    assertThat(schema)
        .containsEntry("additionalProperties", false)
        .containsEntry("required", List.of("name"));
    assertThat(schema.get("properties")).asString().contains("all_of", "duration", "read, write");
  }

  private static Outer read(String json) {
    return Shape.read(Outer.class, Json.read(json.getBytes(StandardCharsets.UTF_8)));
  }
}
