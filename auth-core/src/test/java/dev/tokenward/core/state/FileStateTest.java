package dev.tokenward.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileStateTest extends DurableStateContract {

  @TempDir Path folder;
  private int stores;

  @Override
  protected Backing backing() throws IOException {
    Path file = Files.createDirectory(folder.resolve("store-" + stores++)).resolve("state");
    return (runtime, crash) ->
        new ClaimedRows(
            FileRows.open(file, runtime.clock(), crash.around(Disk.class, new TearingDisk(crash))),
            new SplittableRandom(stores));
  }

  /** A crash in the middle of a write leaves half of it. */
  private record TearingDisk(CrashInjector crash) implements Disk {

    @Override
    public void write(Path file, byte[] content) throws IOException {
      Disk local = new LocalDisk();
      local.write(file, Arrays.copyOf(content, content.length / 2));
      crash.point("in the middle of a write");
      local.write(file, content);
    }

    @Override
    public void replace(Path next, Path file) throws IOException {
      new LocalDisk().replace(next, file);
    }

    @Override
    public void force(Path directory) throws IOException {
      new LocalDisk().force(directory);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no POSIX permissions")
  void files_areForTheirOwnerAlone() throws IOException {
    Path file = folder.resolve("state");
    state = DurableStates.inFile(file, runtime);
    state.write(KEY, 0, Secret.of("first"));
    for (Path each : new Path[] {file, folder.resolve("state.lock")}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rw-------");
    }
    assertThat(folder.resolve("state.tmp")).doesNotExist();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Making a link there takes a privilege")
  void write_nextFilePutThereByAnother_isNotWrittenInto() throws IOException {
    Path mine = Files.writeString(folder.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(folder.resolve("state.tmp"), mine);
    DurableStates.inFile(folder.resolve("state"), runtime).write(KEY, 0, Secret.of("first"));
    assertThat(mine).hasContent("untouched");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Making a link there takes a privilege")
  void write_throughALink_reachesTheFileItself() throws IOException {
    Path file = folder.resolve("state");
    DurableStates.inFile(file, runtime).write(KEY, 0, Secret.of("first"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    DurableStates.inFile(link, runtime).write(KEY, 1, Secret.of("second"));
    assertThat(link).isSymbolicLink();
    assertThat(DurableStates.inFile(file, runtime).read(KEY).generation()).isEqualTo(2);
  }

  @Test
  void read_leavesTheFileAsItIs() throws IOException {
    Path file = folder.resolve("state");
    DurableState opened = DurableStates.inFile(file, runtime);
    opened.read(KEY);
    assertThat(file).doesNotExist();
    opened.write(KEY, 0, Secret.of("first"));
    Object before = Files.getAttribute(file, "lastModifiedTime");
    opened.read(KEY);
    opened.write(KEY, 0, Secret.of("late"));
    assertThat(Files.getAttribute(file, "lastModifiedTime")).isEqualTo(before);
  }
}
