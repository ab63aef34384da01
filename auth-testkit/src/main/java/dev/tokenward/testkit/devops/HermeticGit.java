package dev.tokenward.testkit.devops;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Keeps JGit from reading, and from writing, the configuration of whoever runs the emulator. */
final class HermeticGit extends SystemReader.Delegate {

  private HermeticGit(SystemReader machine) {
    super(machine);
  }

  static void install() {
    SystemReader machine = SystemReader.getInstance();
    if (!(machine instanceof HermeticGit)) {
      SystemReader.setInstance(new HermeticGit(machine));
    }
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS files) {
    return new Nothing(parent, files);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS files) {
    return new Nothing(parent, files);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS files) {
    return new Nothing(parent, files);
  }

  /** A configuration file that is always empty. */
  private static final class Nothing extends FileBasedConfig {

    Nothing(Config parent, FS files) {
      super(parent, null, files);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
