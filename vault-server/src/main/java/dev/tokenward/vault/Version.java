package dev.tokenward.vault;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the jar. */
final class Version implements IVersionProvider {

  private static final String FILE = "/META-INF/maven/dev.tokenward/vault-server/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream(FILE)) {
      if (file != null) {
        properties.load(file);
      }
    }
    return new String[] {
      "tokenward " + properties.getProperty("version", "(not from a jar)"),
      "Java " + Runtime.version()
    };
  }
}
