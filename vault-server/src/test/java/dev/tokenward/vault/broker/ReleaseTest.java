package dev.tokenward.vault.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the compiler itself: what releases a stored secret is no program. */
class ReleaseTest {

  @TempDir Path output;

  @Test
  void release_mintedToken_compiles() throws IOException {
    assertThat(errors("MintedToken")).isEmpty();
  }

  @Test
  void release_storedToken_doesNotCompile() throws IOException {
    assertThat(errors("StoredToken"))
        .singleElement()
        .asString()
        .contains("StoredToken cannot be converted to", "MintedToken");
  }

  @Test
  void release_anyToken_doesNotCompile() throws IOException {
    assertThat(errors("AccessToken"))
        .singleElement()
        .asString()
        .contains("AccessToken cannot be converted to", "MintedToken");
  }

  private List<String> errors(String type) throws IOException {
    String source =
        """
        package dev.tokenward.vault.broker;
        class Releases {
          Object release(
              Broker broker,
              dev.tokenward.vault.access.Call call,
              Guard.Admitted admission,
              dev.tokenward.core.%s token) {
            return broker.release(call, admission, token);
          }
        }
        """
            .formatted(type);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (Writer messages = new StringWriter()) {
      compiler
          .getTask(
              messages,
              null,
              found,
              List.of("-proc:none", "-d", output.toString()),
              null,
              List.of(new Source(source)))
          .call();
    }
    return found.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(each -> each.getMessage(null))
        .toList();
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String text) {
      super(URI.create("string:///Releases.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
