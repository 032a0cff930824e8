package org.cxrlab;

/** How much memory Java may use, and how to give it more, in the words of all messages. */
public final class JavaMemory {
  private static final int MEGABYTE = 20;

  private JavaMemory() {}

  /** How many bytes objects may take at most. */
  public static long most() {
    return Runtime.getRuntime().maxMemory();
  }

  /** Bytes as a whole number of megabytes, rounded up. */
  public static long megabytes(long bytes) {
    return bytes + (1 << MEGABYTE) - 1 >> MEGABYTE;
  }

  /** The setting that gives Java twice the memory it may use now. */
  public static String setting() {
    return setting(2 * most());
  }

  /** The setting that lets Java use so many bytes. */
  public static String setting(long bytes) {
    return "JDK_JAVA_OPTIONS=-Xmx" + megabytes(bytes) + "m";
  }
}
