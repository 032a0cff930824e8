package org.cxrlab.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.CxrlabException;

/** The masters of a standalone cluster: Spark itself takes a minute to say that there is none. */
final class Masters {
  private static final Pattern STANDALONE = Pattern.compile("spark://(.+)");
  private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");
  private static final int MILLISECONDS = 5000;

  private Masters() {}

  /**
   * Checks that something answers at one of the addresses, as {@code spark://one:7077,two:7077}.
   *
   * @throws CxrlabException if nothing does
   */
  static void requireOne(String master) {
    Matcher standalone = STANDALONE.matcher(master);
    if (standalone.matches()
        && Arrays.stream(standalone.group(1).split(",")).noneMatch(Masters::answers)) {
      throw new CxrlabException(
          "Nothing answers at " + master + "; check the address, and that the cluster is up.");
    }
  }

  /** What to do where Spark can't start, which has parts for some masters only in its own home. */
  static String advice(String master) {
    return master.startsWith("yarn") || master.startsWith("k8s:")
        ? "go there by spark-submit, as docs/cluster.md shows, and check that the cluster is up."
        : "check the address, and that the cluster is up.";
  }

  private static boolean answers(String address) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      return false;
    }
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2))), MILLISECONDS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false; // no such host, or nothing listens there
    }
  }
}
