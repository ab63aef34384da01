package dev.tokenward.testkit.devops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A bare git repository on disk, whose default branch is {@code main}. Thread-safe. */
public final class GitRepository {

  static final String DEFAULT_BRANCH = "refs/heads/main";

  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final Repository git;
  private volatile boolean onlyByPullRequest;

  GitRepository(String name, Path folder) {
    this.name = name;
    try {
      this.git =
          new FileRepositoryBuilder().setBare().setGitDir(folder.resolve(id).toFile()).build();
      git.create(true);
      git.updateRef(Constants.HEAD).link(DEFAULT_BRANCH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its id, a GUID. */
  public String id() {
    return id;
  }

  /** Its name, as it was given. */
  public String name() {
    return name;
  }

  /** Refuses every push from now on, as a policy of the branch does. */
  public GitRepository onlyByPullRequest() {
    onlyByPullRequest = true;
    return this;
  }

  boolean takesPushes() {
    return !onlyByPullRequest;
  }

  /** Adds a commit to {@code main} that adds or replaces one file. */
  public GitRepository commit(String path, String content) {
    return commit(Map.of(path, content), "Add " + path);
  }

  /** Adds a commit to {@code main} that adds or replaces files, given by path. */
  public synchronized GitRepository commit(Map<String, String> files, String message) {
    return withMain(
        tip -> {
          RefUpdate update = git.updateRef(DEFAULT_BRANCH);
          update.setNewObjectId(new NewCommit(tip, files, message).writeTo(git));
          update.forceUpdate();
          return this;
        });
  }

  /** The id of the newest commit on {@code main}, or empty. */
  public Optional<String> head() {
    return withMain(tip -> tip.map(RevCommit::getName));
  }

  /** The content of a file on {@code main} as UTF-8, or empty. */
  public Optional<String> file(String path) {
    return withMain(tip -> tip.isPresent() ? content(tip.get(), path) : Optional.empty());
  }

  private Optional<String> content(RevCommit commit, String path) throws IOException {
    try (TreeWalk found = TreeWalk.forPath(git, path, commit.getTree())) {
      return found == null
          ? Optional.empty()
          : Optional.of(text(git.open(found.getObjectId(0)).getBytes()));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The first lines of the commit messages on {@code main}, newest first. */
  public List<String> log() {
    return withMain(tip -> tip.isPresent() ? history(tip.get()) : List.of());
  }

  private List<String> history(RevCommit tip) throws IOException {
    List<String> messages = new ArrayList<>();
    try (RevWalk walk = new RevWalk(git)) {
      walk.markStart(walk.parseCommit(tip));
      walk.forEach(commit -> messages.add(commit.getShortMessage()));
    }
    return messages;
  }

  /** Reads the repository from the newest commit on {@code main}, if there is one. */
  private interface Reading<T> {
    T from(Optional<RevCommit> tip) throws IOException;
  }

  private <T> T withMain(Reading<T> reading) {
    try (RevWalk walk = new RevWalk(git)) {
      ObjectId tip = git.resolve(DEFAULT_BRANCH);
      return reading.from(tip == null ? Optional.empty() : Optional.of(walk.parseCommit(tip)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean answersTo(String nameOrId) {
    return name.equalsIgnoreCase(nameOrId) || id.equalsIgnoreCase(nameOrId);
  }

  Repository git() {
    return git;
  }
}
