package org.cxrlab.disk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process, told apart from every other: which machine it runs on, its number, and when it began,
 * as numbers are used again. What a process left unfinished is taken over once it is gone.
 */
public record ProcessIdentity(String host, long pid, long began) {
  private static final Pattern FORM = Pattern.compile("(\\S+) (\\d{1,18}) (\\d{1,18})");
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

  /** Reads what {@link #toString()} wrote; nothing where it is something else. */
  public static Optional<ProcessIdentity> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new ProcessIdentity(
                parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  /** Whether the process is known to have ended; of another machine's nothing is known. */
  public boolean isGone() {
    return host.equals(THIS.host)
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> began == 0 || began(process) == began)
            .isEmpty();
  }

  @Override
  public String toString() {
    return host + " " + pid + " " + began;
  }
}
