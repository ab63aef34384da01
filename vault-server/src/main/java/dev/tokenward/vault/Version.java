package dev.tokenward.vault;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the jar. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "tokenward " + (version == null ? "(not from a jar)" : version), "Java " + Runtime.version()
    };
  }
}
