package org.cxrlab.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A process, told apart from every other: which machine it runs on, its number, and when it began,
 * as numbers are used again. What a process left unfinished is taken over once it is gone.
 */
public record ProcessIdentity(String host, long pid, long began) {
  private static final ProcessIdentity THIS = ofThisProcess();

  /** This one. */
  public static ProcessIdentity current() {
    return THIS;
  }

  private static ProcessIdentity ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return new ProcessIdentity(hostName(), self.pid(), began(self));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // a machine without a name shares its files with no other
    }
  }

  private static long began(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** What {@link #toString()} wrote. */
  static ProcessIdentity parse(String text) {
    String[] parts = text.split(" ");
    return new ProcessIdentity(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  /** Whether the process is known to have ended; of another machine's nothing is known. */
  boolean isGone() {
    return host.equals(THIS.host)
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> began == 0 || began(process) == began)
            .isEmpty();
  }

  /**
   * The numbers of rows whose process is gone.
   *
   * @param sql finds the columns id and owner
   */
  public static List<Integer> abandoned(Database database, String sql, Object... values) {
    List<Integer> rows = new ArrayList<>();
    database.forEach(
        sql,
        row -> {
          if (parse(row.text("owner")).isGone()) {
            rows.add(row.whole("id"));
          }
        },
        values);
    return rows;
  }

  @Override
  public String toString() {
    return host + " " + pid + " " + began;
  }
}
