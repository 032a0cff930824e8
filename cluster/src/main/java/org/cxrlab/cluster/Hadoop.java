package org.cxrlab.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Text;

/** Hadoop's file systems as this process has them, and what their failures mean. */
final class Hadoop {
  /** In which jar of Hadoop's a file system is, but for its version. */
  private static final Map<String, String> JARS =
      Map.of(
          "s3a", "org.apache.hadoop:hadoop-aws:",
          "abfs", "org.apache.hadoop:hadoop-azure:",
          "abfss", "org.apache.hadoop:hadoop-azure:");

  private static SparkEnv env;
  private static Configuration settings;

  private Hadoop() {}

  /** What a storage is asked for. */
  interface Question<T> {
    T ask() throws IOException;
  }

  /**
   * The file system of an address, with the settings that Spark was given as {@code
   * spark.hadoop.…}.
   *
   * @throws CxrlabException if its jar is not on the class path
   */
  static FileSystem system(Path path) throws IOException {
    try {
      return path.getFileSystem(settings());
    } catch (IOException | RuntimeException | LinkageError e) { // Hadoop wraps a missing class
      if (!isMissing(e)) {
        throw e;
      }
      throw new CxrlabException(missing(path.toUri().getScheme()), e);
    }
  }

  /**
   * An executor hears of the driver's settings only after Spark has made its own of Hadoop's there,
   * so they are made anew.
   */
  private static synchronized Configuration settings() {
    SparkEnv now = SparkEnv.get();
    if (settings == null || now != env) {
      settings = SparkHadoopUtil.get().newConfiguration(now == null ? new SparkConf() : now.conf());
      env = now;
    }
    return settings;
  }

  /**
   * What a storage answers when it is asked for an address for the first time.
   *
   * @throws CxrlabException if it does not, with what to check
   */
  static <T> T asked(String address, Question<T> question) {
    try {
      return question.ask();
    } catch (CxrlabException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // both, as of a host that nobody knows
      throw refusal(address, e);
    }
  }

  private static CxrlabException refusal(String address, Exception e) {
    if (e instanceof FileNotFoundException) {
      var nothing = "There is nothing at " + address;
      return new CxrlabException(nothing + "; check the address.", new IOException(nothing, e));
    }
    var why = new IOException(reason(e), e);
    return new CxrlabException(
        isForbidden(e)
            ? address + " may not be read (" + why.getMessage() + "); ask for the permission."
            : address + " can't be listed (" + why.getMessage() + "); check the address.",
        why);
  }

  /**
   * Asks whether a storage still answers, after a file of it could not be read.
   *
   * @param path the folder or archive that was being read
   * @throws CxrlabException if it does not: then no film is to be blamed
   */
  static void requireAnswer(Path path) {
    try {
      system(path).getFileStatus(path);
    } catch (IOException e) {
      if (!(e instanceof FileNotFoundException) && !isForbidden(e)) {
        var why = new IOException(reason(e), e);
        throw new CxrlabException(
            Text.format("%s can't be reached any more (%s).", path, why.getMessage()), why);
      }
    }
  }

  /** Why a file can't be had, in words that follow its name. */
  static IOException why(Exception e) {
    if (e instanceof FileNotFoundException) {
      return new IOException("is no longer there. Check its folder.", e);
    }
    if (isForbidden(e)) {
      return new IOException("is there, but may not be read. Ask for the permission.", e);
    }
    if (e instanceof IllegalArgumentException) { // as of a colon in its name
      return new IOException("is called by a name that Hadoop can't open. Rename it.", e);
    }
    return new IOException(reason(e), e);
  }

  private static boolean isForbidden(Exception e) {
    return e instanceof AccessControlException || e instanceof java.nio.file.AccessDeniedException;
  }

  /** The first line: below it a server sends its stack trace. */
  private static String reason(Exception e) {
    String words = e.getMessage() == null ? e.toString() : e.getMessage();
    return words.lines().findFirst().orElse(e.toString()).strip();
  }

  private static String missing(String scheme) {
    String jar = JARS.get(scheme);
    return jar == null
        ? Text.format(
            "Spark brings no file system for %s://; check the address, or add the jar that has it"
                + " by SPARK_DIST_CLASSPATH.",
            scheme)
        : Text.format(
            "Spark brings no file system for %s://; add %s%s with what it needs, by"
                + " SPARK_DIST_CLASSPATH or by spark-submit --packages; docs/cluster.md shows how.",
            scheme, jar, VersionInfo.getVersion());
  }

  private static boolean isMissing(Throwable thrown) {
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      if (one instanceof ClassNotFoundException
          || one instanceof NoClassDefFoundError
          || String.valueOf(one.getMessage()).contains("No FileSystem for scheme")) {
        return true;
      }
    }
    return false;
  }
}
