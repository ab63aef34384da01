package dev.tokenward.testkit.devops;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

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
    return new FixedConfig(parent, files);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS files) {
    return new FixedConfig(parent, files);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS files) {
    return new FixedConfig(parent, files);
  }

  /** A configuration that says one thing only, and nowhere on disk. */
  private static final class FixedConfig extends FileBasedConfig {

    FixedConfig(Config parent, FS files) {
      super(parent, null, files);
    }

    /** Says how coarse file times are: else JGit spends seconds measuring that in a repository. */
    @Override
    public @Nullable String getString(String section, @Nullable String subsection, String name) {
      return section.equals("filesystem") ? "1 s" : super.getString(section, subsection, name);
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
