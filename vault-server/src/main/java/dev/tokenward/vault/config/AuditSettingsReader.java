package dev.tokenward.vault.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code audit}. What says how a file is kept needs the file. */
final class AuditSettingsReader {

  private static final long LEAST_BYTES = 1024 * 1024;

  private final Section section;
  private final Path directory;

  private AuditSettingsReader(Section section, Path directory) {
    this.section = section;
    this.directory = directory;
  }

  static AuditSettings read(Section root, Path directory) {
    return root.within("audit")
        .map(section -> new AuditSettingsReader(section, directory).read(root))
        .orElse(AuditSettings.DEFAULT);
  }

  private AuditSettings read(Section root) {
    Optional<Path> file = path("file");
    AuditSettings settings =
        new AuditSettings(
            file,
            bytes("maxFileBytes", "268435456 is 256 MiB", AuditSettings.DEFAULT.maxFileBytes()),
            section.optional("keep").flatMap(AuditSettingsReader::days),
            path("spool"),
            bytes("spoolMaxBytes", "67108864 is 64 MiB", AuditSettings.DEFAULT.spoolMaxBytes()),
            section.optional("continueFrom").flatMap(AuditSettingsReader::head));
    section.refuseOthers();
    if (!section.has("file") && !root.has("stateDir")) {
      section.place().problem("These keys are about a file. Name it: file: audit.jsonl.");
    } else if (file.isPresent() && file.equals(settings.spool())) {
      section.at("spool").problem("This is the audit file itself. Name another, on another disk.");
    }
    return settings;
  }

  private static Optional<Duration> days(Setting setting) {
    Optional<Duration> days =
        setting
            .text()
            .filter(text -> text.matches("P[0-9]{1,5}D"))
            .map(Duration::parse)
            .filter(each -> !each.isZero());
    if (days.isEmpty()) {
      setting.problem("Write days as ISO 8601 does: P365D. Leave the key out to keep all.");
    }
    return days;
  }

  private static Optional<String> head(Setting setting) {
    Optional<String> head = setting.text().filter(text -> text.matches("[0-9]{1,18}:[0-9a-f]{64}"));
    if (head.isEmpty()) {
      setting.problem("Write SEQ:HASH, as the vault that refused to start has named it.");
    }
    return head;
  }

  private Optional<Path> path(String key) {
    return section
        .optional(key)
        .flatMap(Setting::text)
        .map(name -> directory.resolve(name).normalize());
  }

  private long bytes(String key, String example, long otherwise) {
    return section.optional(key).flatMap(setting -> bytes(setting, example)).orElse(otherwise);
  }

  private static Optional<Long> bytes(Setting setting, String example) {
    Optional<Long> bytes =
        setting
            .text()
            .filter(text -> text.matches("[0-9]{1,15}"))
            .map(Long::parseLong)
            .filter(number -> number >= LEAST_BYTES);
    if (bytes.isEmpty()) {
      setting.problem("Write a number of bytes, at least " + LEAST_BYTES + ": " + example + ".");
    }
    return bytes;
  }
}
