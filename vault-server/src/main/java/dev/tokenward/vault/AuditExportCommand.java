package dev.tokenward.vault;

import dev.tokenward.vault.audit.AuditExport;
import dev.tokenward.vault.audit.AuditExport.Exported;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies records of an audit file, and the head to hold the file against later. */
@Command(
    name = "export",
    description = {
      "Write records of an audit file to another file, as they are, and verify them on the way.",
      "The vault may be running."
    },
    exitCodeList = {
      "0:The records were written.",
      "1:The records are broken, or there are none; the message says where.",
      "2:Wrong usage, or a file cannot be read or written."
    })
final class AuditExportCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The audit file, or its directory.")
  private Path file = Path.of("");

  @Option(names = "--from", paramLabel = "SEQ", description = "The first record; default: 1.")
  private long from = 1;

  @Option(names = "--to", paramLabel = "SEQ", description = "The last record; default: the end.")
  private long to = Long.MAX_VALUE;

  @Option(
      names = "--spool",
      paramLabel = "FILE",
      description = "Where records may be that are not in the audit file yet.")
  private @Nullable Path spool;

  @Option(names = "--format", description = "jsonl, as in the audit file; the default.")
  private String format = "jsonl";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to make; one that exists is left alone.")
  private Path out = Path.of("");

  @Option(
      names = "--head",
      description =
          "Write the last record's SEQ:HASH beside it, into FILE.head: a checkpoint for audit"
              + " verify --head.")
  private boolean head;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (!format.equals("jsonl")) {
      throw new ParameterException(spec.commandLine(), "The one format is jsonl");
    }
    try {
      Optional<Exported> exported = export();
      if (exported.isEmpty()) {
        Files.delete(out);
        err.println("The audit file " + file + " has no record from " + from + " to " + to + ".");
        return ExitCode.SOFTWARE;
      }
      finish(exported.get());
      return ExitCode.OK;
    } catch (FileSystemException e) {
      err.println("The file " + e.getFile() + " cannot be used: " + e.getClass().getSimpleName());
      return ExitCode.USAGE;
    } catch (IOException e) {
      err.println("The audit file " + file + " cannot be exported. " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private Optional<Exported> export() throws IOException {
    try (OutputStream records =
        new BufferedOutputStream(Files.newOutputStream(out, StandardOpenOption.CREATE_NEW))) {
      return written(records);
    }
  }

  private Optional<Exported> written(OutputStream records) throws IOException {
    try {
      return AuditExport.write(file, Optional.ofNullable(spool), from, to, records);
    } catch (IOException e) {
      // Half a copy could be taken for a whole one.
      Files.deleteIfExists(out);
      throw e;
    }
  }

  private void finish(Exported exported) throws IOException {
    if (head) {
      Files.writeString(
          out.resolveSibling(out.getFileName() + ".head"),
          exported.head() + "\n",
          StandardOpenOption.CREATE_NEW);
    }
    PrintWriter say = spec.commandLine().getOut();
    say.println(
        out + ": records " + (exported.before().seq() + 1) + " to " + exported.head().seq() + ".");
    say.println("head " + exported.head());
    if (exported.before().seq() > 0) {
      say.println("Verify it with: tokenward audit verify --head " + exported.before() + " " + out);
    }
  }
}
