package dev.tokenward.testkit.devops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A bare git repository on disk, whose default branch is {@code main}. Thread-safe. */
public final class GitRepository {

  static final String DEFAULT_BRANCH = "refs/heads/main";

  private static final PersonIdent AUTHOR =
      new PersonIdent("Emulator", "emulator@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final Repository git;

  GitRepository(String name, Path folder) {
    this.name = name;
    try {
      this.git = new FileRepositoryBuilder().setBare().setGitDir(folder.toFile()).build();
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

  /** Adds a commit to {@code main} that puts one file beside those that are there. */
  public GitRepository commit(String path, String content) {
    return commit(Map.of(path, content), "Add " + path);
  }

  /** Adds a commit to {@code main} that puts files, by path, beside those that are there. */
  public synchronized GitRepository commit(Map<String, String> files, String message) {
    try (ObjectInserter inserter = git.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(files, inserter));
      commit.setAuthor(AUTHOR);
      commit.setCommitter(AUTHOR);
      commit.setMessage(message);
      headId().ifPresent(commit::setParentId);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      update(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private ObjectId tree(Map<String, String> files, ObjectInserter inserter) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    Optional<ObjectId> head = headId();
    if (head.isPresent()) {
      try (TreeWalk walk = walk(head.get())) {
        while (walk.next()) {
          if (!files.containsKey(walk.getPathString())) {
            builder.add(entry(walk.getPathString(), walk.getObjectId(0)));
          }
        }
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
      builder.add(entry(file.getKey(), inserter.insert(Constants.OBJ_BLOB, content)));
    }
    builder.finish();
    return index.writeTree(inserter);
  }

  private static DirCacheEntry entry(String path, ObjectId blob) {
    DirCacheEntry entry = new DirCacheEntry(path);
    entry.setFileMode(FileMode.REGULAR_FILE);
    entry.setObjectId(blob);
    return entry;
  }

  private void update(ObjectId id) throws IOException {
    RefUpdate update = git.updateRef(DEFAULT_BRANCH);
    update.setNewObjectId(id);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
      throw new IOException("main was not moved: " + result);
    }
  }

  /** The id of the newest commit on {@code main}, or empty. */
  public Optional<String> head() {
    try {
      return headId().map(ObjectId::getName);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<ObjectId> headId() throws IOException {
    return Optional.ofNullable(git.resolve(DEFAULT_BRANCH));
  }

  /** The content of a file on {@code main} as UTF-8, or empty. */
  public Optional<String> file(String path) {
    return Optional.empty();
  }

  /** The first lines of the commit messages on {@code main}, newest first. */
  public List<String> log() {
    List<String> messages = new ArrayList<>();
    return messages;
  }

  private TreeWalk walk(ObjectId commit) throws IOException {
    try (RevWalk revisions = new RevWalk(git)) {
      RevCommit parsed = revisions.parseCommit(commit);
      TreeWalk walk = new TreeWalk(git);
      walk.addTree(parsed.getTree());
      walk.setRecursive(true);
      return walk;
    }
  }

  boolean answersTo(String nameOrId) {
    return name.equalsIgnoreCase(nameOrId) || id.equalsIgnoreCase(nameOrId);
  }

  Repository git() {
    return git;
  }
}
