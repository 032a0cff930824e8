package org.cxrlab.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.Fault;

/** Whether Spark gave up since there was no room for files of its own, and where. */
final class FullDisk {
  private static final Pattern WHERE = Pattern.compile("\\((\\S+) executor (\\S+)\\)");

  private FullDisk() {}

  /** What happened, as a sentence; empty if it was something else. */
  static Optional<String> sentence(Throwable why) {
    for (Throwable one = why; one != null; one = one.getCause()) {
      String words = String.valueOf(one.getMessage());
      if (Fault.tellsFullDisk(words)) {
        Matcher where = WHERE.matcher(words);
        return Optional.of(
            "There is no room for what Spark sorts"
                + (where.find()
                    ? " on the executor " + where.group(2) + " on " + where.group(1)
                    : "")
                + ": free some space there, or name a folder on another disk by spark.local.dir,"
                + " and run it again.");
      }
    }
    return Optional.empty();
  }
}
