package dev.tokenward.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenward.vault.audit.ChainHead;
import dev.tokenward.vault.audit.ChainVerifier;
import dev.tokenward.vault.audit.ChainVerifier.Broken;
import dev.tokenward.vault.audit.ChainVerifier.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Verifies the chain of an audit file, without changing it, or has a running vault verify its own.
 */
@Command(
    name = "verify",
    description = {
      "Find the first record of an audit file that was edited, removed, added or moved.",
      "The full files before it (audit-1-5000.jsonl) are part of its chain and verified first.",
      "Without FILE, the running vault verifies its own, up to the head that its store keeps.",
      "",
      "The chain has no key. A cut-off end, or a file written anew from its beginning, is found"
          + " only with --head: keep the head that this command prints where nobody who can write"
          + " the file can write."
    },
    exitCodeList = {
      "0:The chain is whole.",
      "1:The chain is broken; the message names the first bad record.",
      "2:Wrong usage, or the file cannot be read."
    })
final class AuditVerify implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The audit file, or its directory. Default: ask the running vault.")
  private @Nullable Path file;

  @Mixin private Session vault = new Session();

  @Option(
      names = "--head",
      paramLabel = "SEQ:HASH",
      description = "A head of this chain that was witnessed elsewhere.",
      converter = HeadConverter.class)
  private @Nullable ChainHead witnessed;

  @Option(
      names = "--spool",
      paramLabel = "FILE",
      description = "Where records may be that are not in the audit file yet.")
  private @Nullable Path spool;

  @Option(names = "--json", description = "Answer in JSON, on standard output.")
  private boolean json;

  /** Reads {@code SEQ:HASH}. */
  static final class HeadConverter implements ITypeConverter<ChainHead> {

    @Override
    public ChainHead convert(String value) {
      return ChainHead.parse(value)
          .orElseThrow(
              () -> new TypeConversionException("write SEQ:HASH as this command prints it"));
    }
  }

  private record Answer(
      String file,
      boolean ok,
      long first,
      long records,
      String head,
      boolean headWitnessed,
      long unfinishedBytes,
      @Nullable Broken broken) {}

  @Override
  public Integer call() throws JsonProcessingException {
    return file == null ? ofRunningVault() : of(file);
  }

  private int ofRunningVault() {
    if (witnessed != null || spool != null) {
      throw new ParameterException(
          spec.commandLine(), "--head and --spool go with FILE: a running vault knows its own");
    }
    JsonNode answer = vault.ask("GET", ApiClient.path("audit", "verify"), null);
    boolean ok = answer.path("ok").asBoolean();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else if (ok) {
      out.println("The chain is whole.");
      out.println("head " + answer.path("head").asText());
    } else {
      out.println(
          "%s:%s: record %s: %s"
              .formatted(
                  answer.at("/broken/file").asText(),
                  answer.at("/broken/line").asText(),
                  answer.at("/broken/seq").asText(),
                  answer.at("/broken/problem").asText()));
    }
    return ok ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private int of(Path file) throws JsonProcessingException {
    Result result;
    try {
      result =
          ChainVerifier.verify(file, Optional.ofNullable(spool), Optional.ofNullable(witnessed));
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("The audit file " + file + " cannot be read." + reason(e));
      return ExitCode.USAGE;
    }
    if (json) {
      spec.commandLine().getOut().println(JSON.writeValueAsString(answer(file, result)));
    } else {
      print(file, result);
    }
    return result.broken() == null ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException ? "" : " " + e.getMessage();
  }

  private Answer answer(Path file, Result result) {
    return new Answer(
        file.toString(),
        result.broken() == null,
        result.first(),
        result.head().seq(),
        result.head().toString(),
        witnessed != null,
        result.torn(),
        result.broken());
  }

  private static String records(Result result) {
    return result.first() == 1
        ? result.head().seq() + " records"
        : "records " + result.first() + " to " + result.head().seq() + "; older ones were deleted";
  }

  private void print(Path file, Result result) {
    PrintWriter out = spec.commandLine().getOut();
    Broken broken = result.broken();
    if (broken != null) {
      out.println(
          broken.file()
              + ":"
              + broken.line()
              + ": record "
              + broken.seq()
              + ": "
              + broken.problem());
      out.println("Good up to record " + result.head().seq() + ".");
      return;
    }
    out.println(file + ": the chain is whole, " + records(result) + ".");
    out.println("head " + result.head());
    if (witnessed == null) {
      out.println(
          "Whether the end was cut off, only a head kept elsewhere can tell:"
              + " tokenward audit verify --head "
              + result.head()
              + " "
              + file);
    }
    if (result.torn() > 0) {
      out.println(
          result.torn()
              + " bytes follow the last record: a write under way, or never finished and never"
              + " acknowledged.");
    }
  }
}
