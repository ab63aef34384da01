package dev.tokenward.testkit.devops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A commit that adds or replaces files.
 *
 * @param parent the commit whose files stay, if there is one
 * @param files contents by path
 */
record NewCommit(Optional<RevCommit> parent, Map<String, String> files, String message) {

  private static final PersonIdent AUTHOR =
      new PersonIdent("Emulator", "emulator@localhost", Instant.EPOCH, ZoneOffset.UTC);

  /** Writes the commit with its files and returns its id. */
  ObjectId writeTo(Repository git) throws IOException {
    try (ObjectInserter inserter = git.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(git, inserter));
      commit.setAuthor(AUTHOR);
      commit.setCommitter(AUTHOR);
      commit.setMessage(message);
      parent.ifPresent(commit::setParentId);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private ObjectId tree(Repository git, ObjectInserter inserter) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    if (parent.isPresent()) {
      keep(git, parent.get(), builder);
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
      builder.add(entry(file.getKey(), inserter.insert(Constants.OBJ_BLOB, content)));
    }
    builder.finish();
    return index.writeTree(inserter);
  }

  private void keep(Repository git, RevCommit commit, DirCacheBuilder builder) throws IOException {
    try (TreeWalk walk = new TreeWalk(git)) {
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        if (!files.containsKey(walk.getPathString())) {
          builder.add(entry(walk.getPathString(), walk.getObjectId(0)));
        }
      }
    }
  }

  private static DirCacheEntry entry(String path, ObjectId blob) {
    DirCacheEntry entry = new DirCacheEntry(path);
    entry.setFileMode(FileMode.REGULAR_FILE);
    entry.setObjectId(blob);
    return entry;
  }
}
