package dev.tokenward.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.spi.Rotatable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * An upstream with secrets and a store that says which is in use. Outlives processes. Fails as soon
 * as the one in use is not live, or a new one is used unproven.
 */
final class FakeRotatable implements Rotatable {

  /** Live secrets and the attempt that made each. */
  final Map<String, String> live = new LinkedHashMap<>(Map.of("old", "by hand"));

  final List<String> calls = new ArrayList<>();
  final Queue<Reason> failures = new ArrayDeque<>();
  String inUse = "old";
  String identityOfNew = "app 1 in contoso";
  String failing = "nothing";
  private final Set<String> attempts = new HashSet<>();
  private int made;

  /** The next calls of {@code step} fail, for one reason after the other. */
  void fail(String step, Reason... reasons) {
    failing = step;
    failures.addAll(List.of(reasons));
  }

  @Override
  public InUse inUse() {
    called("inUse");
    return new InUse(inUse, "app 1 in contoso");
  }

  @Override
  public Issued create(String attempt) {
    assertThat(attempts.add(attempt)).as("An attempt is made once").isTrue();
    called("create");
    String id = "new-" + ++made;
    live.put(id, attempt);
    return new Issued(id, Secret.of("secret of " + id));
  }

  @Override
  public String prove(Issued issued) {
    called("prove");
    assertThat(live).containsKey(issued.id());
    assertThat(issued.secret().matches("secret of " + issued.id())).isTrue();
    return identityOfNew;
  }

  @Override
  public void use(Issued issued, String replaced) {
    called("use");
    assertThat(live).containsKey(issued.id());
    if (inUse.equals(replaced)) {
      inUse = issued.id();
    }
  }

  @Override
  public void retire(String id) {
    called("retire");
    live.remove(id);
    assertThat(live).as("The secret in use is live").containsKey(inUse);
  }

  @Override
  public void discard(String attempt) {
    called("discard");
    live.values().remove(attempt);
    assertThat(live).as("The secret in use is live").containsKey(inUse);
  }

  private void called(String step) {
    calls.add(step);
    if (step.equals(failing) && !failures.isEmpty()) {
      throw new TokenException(failures.remove(), "The step " + step + " failed", "Wait.");
    }
  }
}
